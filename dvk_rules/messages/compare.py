"""Texts about runs compared and scenarios swept."""

TEXTS: dict[str, tuple[str, str]] = {
    "compare.against": (
        "chỉ so với “first” (phương án đầu) hoặc “each” (từng cặp), không phải {value}",
        "compare against “first” or “each”, not {value}",
    ),
    "compare.two": (
        "so sánh cần ít nhất hai kết quả; hãy thêm thư mục kết quả nữa",
        "a comparison takes at least two runs; name another run folder",
    ),
    "compare.tiers": (
        "các kết quả theo những hình thức khen khác nhau ({tiers}); chỉ so sánh được kết quả cùng hình thức",
        "the runs are about different tiers ({tiers}); only runs with the same tiers compare",
    ),
    "compare.present": ("có trong danh sách", "nominated"),
    "compare.pack": ("Bộ quy tắc", "Pack of rules"),
    "compare.day": ("Ngày quyết định", "Day of the decision"),
    "compare.at_least": ("ít nhất", "at least"),
    "compare.at_most": ("nhiều nhất", "at most"),
    "compare.per": ("mỗi “{fact}”", "for each “{fact}”"),
    "compare.of": ("trong số {group}", "among {group}"),
    "compare.if-available": (
        "mức thấp nhất theo số đủ điều kiện",
        "the floor as far as there are eligible ones",
    ),
    "compare.soft": ("mềm, ưu tiên {priority}", "soft, priority {priority}"),
    "compare.order": ("Thứ tự đề nghị của đơn vị", "The units' own order"),
    "compare.order-hard": ("bắt buộc", "binding"),
    "compare.order-soft": ("nên theo", "soft"),
    "compare.order-off": ("không xét", "off"),
    "compare.same_subject": ("Một người, một tập thể chỉ tính một lần", "One subject counts once"),
    "compare.head_and_body": (
        "Không khen cả tập thể lẫn người đứng đầu cho một mô hình",
        "Not both a body and its head for one model",
    ),
    "compare.objectives": ("Thứ tự mục tiêu", "Objectives in order"),
    "compare.tie-break": ("Cách phân định khi ngang nhau", "Tie-break"),
    "compare.tie-order": ("theo thứ tự đề nghị", "by the declared order"),
    "compare.tie-seed": ("bốc thăm", "by lot"),
    "compare.tie-refuse": ("để hội đồng quyết", "left to the committee"),
    "compare.include": ("chọn", "included"),
    "compare.exclude": ("không chọn", "excluded"),
    "compare.new": ("mới được đề nghị", "newly nominated"),
    "compare.withdrawn": ("không còn trong danh sách đề nghị", "no longer nominated"),
    "compare.verdict": (
        "kết luận đổi từ “{before}” sang “{after}”",
        "the verdict changes from “{before}” to “{after}”",
    ),
    "compare.rule": ("vướng: {rule} [{status}]", "stopped by: {rule} [{status}]"),
    "compare.rule-lifted": (
        "không còn vướng: {rule} [{status}]",
        "no longer stopped by: {rule} [{status}]",
    ),
    "compare.merit": (
        "điểm đổi từ {before} thành {after}",
        "the points change from {before} to {after}",
    ),
    "compare.decision-made": (
        "hội đồng quyết định {action} cho {tier} ({who}: {why})",
        "the committee decided: {action} for {tier} ({who}: {why})",
    ),
    "compare.decision-dropped": (
        "bỏ quyết định {action} cho {tier} ({who}: {why})",
        "a decision was dropped: {action} for {tier} ({who}: {why})",
    ),
    "compare.was-blocked": ("trước đây vướng", "was held back before"),
    "compare.is-blocked": ("nay vướng", "is held back now"),
    # the view
    "compare.view.runs": ("So sánh {count} kết quả", "{count} runs compared"),
    "compare.view.number": ("Số", "No."),
    "compare.view.scenario": ("Kịch bản", "Scenario"),
    "compare.view.run": ("Kết quả", "Run"),
    "compare.view.state": ("Trạng thái", "State"),
    "compare.state.optimal": ("tốt nhất, đã chứng minh", "best, proven"),
    "compare.state.unproven": ("tốt nhất tìm được", "best found"),
    "compare.state.feasible": ("dừng sớm", "stopped early"),
    "compare.state.tied": ("còn ngang nhau", "tied"),
    "compare.state.clash": ("chỉ tiêu mâu thuẫn", "the quotas clash"),
    "compare.view.pair": (
        "Từ ({before}) “{old}” sang ({after}) “{new}”",
        "From ({before}) “{old}” to ({after}) “{new}”",
    ),
    "compare.view.inputs": ("Khác nhau ở đầu vào:", "Inputs that differ:"),
    "compare.view.no-inputs": ("Đầu vào giống hệt nhau.", "The inputs are the same."),
    "compare.view.no-list": (
        "Một trong hai kết quả không có danh sách vì chỉ tiêu mâu thuẫn, nên không nói được ai vào, ai ra.",
        "One of the two has no list because its quotas clash, so nobody can be said to enter or leave.",
    ),
    "compare.view.no-moves": ("Không ai vào, không ai ra.", "Nobody enters and nobody leaves."),
    "compare.view.more": (
        "  … và {count} chỗ khác trong các đề nghị (xem --json)",
        "  … and {count} more in the nominations (see --json)",
    ),
    "compare.view.enters": ("{tier}: {count} vào", "{tier}: {count} enter"),
    "compare.view.leaves": ("{tier}: {count} ra", "{tier}: {count} leave"),
    "compare.view.nomination": ("Đề nghị", "Nomination"),
    "compare.view.name": ("Tên", "Name"),
    "compare.view.points": ("Điểm", "Points"),
    "compare.view.moved-by": ("Do thay đổi", "Moved by"),
    "compare.view.why": ("Vì sao", "Why"),
    "compare.view.stages": ("Giá trị từng mục tiêu", "The value of each objective"),
    "compare.view.objective": ("Mục tiêu", "Objective"),
    "compare.view.units": (
        "Đơn vị có thay đổi: {tiers} (đủ điều kiện → chọn)",
        "Units that differ: {tiers} (eligible → selected)",
    ),
    "compare.view.all-units": (
        "Theo đơn vị: {tiers} (đủ điều kiện → chọn)",
        "By unit: {tiers} (eligible → selected)",
    ),
    "compare.view.quotas": (
        "Chỉ tiêu có thay đổi (● đã chạm mức)",
        "Quotas that differ (● at a bound)",
    ),
    "compare.view.all-quotas": ("Theo chỉ tiêu (● đã chạm mức)", "By quota (● at a bound)"),
    "compare.view.quota": ("Chỉ tiêu", "Quota"),
    "compare.view.seats": (
        "Đề nghị không giống nhau ở mọi kết quả",
        "Nominations that do not stand alike",
    ),
    "compare.view.eligible": ("đủ ĐK", "eligible"),
    "compare.view.same": ("Mọi kết quả giống hệt nhau.", "All runs are the same."),
    "stage.compare": ("So sánh", "Comparing"),
    # commands
    "help.compare": (
        "So sánh các kết quả: ai vào, ai ra, vì sao; mục tiêu, đơn vị, chỉ tiêu cạnh nhau.",
        "Compares runs: who enters, who leaves and why; objectives, units and quotas side by side.",
    ),
    "example.compare": (
        "dvk compare runs/ke-hoach-2020-… runs/hoi-dong-2020-…",
        "dvk compare runs/ke-hoach-2020-… runs/hoi-dong-2020-…",
    ),
    "help.compare-each": (
        "So sánh từng cặp, không chỉ với kết quả đầu tiên.",
        "Compares every pair, not only with the first run.",
    ),
    "help.compare-quick": (
        "Không phân bổ lại để tìm thay đổi nào đã làm từng người vào, ra.",
        "Does not allocate anew to find which change moved each nominee.",
    ),
    "help.compare-all": (
        "Kể cả đơn vị và chỉ tiêu không thay đổi.",
        "Also the units and quotas that are the same.",
    ),
    # sweeps
    "sweep.axes": (
        "quét một hoặc hai đại lượng, không phải {count}; ví dụ: --vary letter=80:100:2",
        "a sweep varies one or two quantities, not {count}; for example: --vary letter=80:100:2",
    ),
    "sweep.twice": ("“{name}” được nêu hai lần; chỉ giữ một", "“{name}” is named twice; keep one"),
    "sweep.many": (
        "quét {count} bước là quá nhiều (tối đa {most}); hãy thu hẹp khoảng hoặc tăng bước",
        "{count} steps are too many (at most {most}); narrow the range or take larger steps",
    ),
    "sweep.axis": (
        "không hiểu “{raw}”; viết: letter=80:100:2, quota:MÃ.at_least=1:4 hoặc param:TÊN=60%:100%:5%",
        "“{raw}” cannot be understood; write letter=80:100:2, quota:ID.at_least=1:4 or param:NAME=60%:100%:5%",
    ),
    "sweep.side": (
        "“{raw}” chưa nêu mức nào của chỉ tiêu; thêm .at_least hoặc .at_most sau mã ({sides})",
        "“{raw}” does not say which bound of the quota; put .at_least or .at_most behind its id ({sides})",
    ),
    "sweep.no-quota": (
        "kịch bản không có chỉ tiêu “{quota}”; có: {known}",
        "the scenario has no quota “{quota}”; there are: {known}",
    ),
    "sweep.no-quota-meant": (
        "kịch bản không có chỉ tiêu “{quota}”; có phải ý là: {meant}?",
        "the scenario has no quota “{quota}”; did you mean: {meant}?",
    ),
    "sweep.range": (
        "khoảng trong “{raw}” chưa đúng; viết từ:đến hoặc từ:đến:bước (nhỏ trước, lớn sau; cùng là số hoặc cùng là %), hoặc a,b,c",
        "the range in “{raw}” will not do; write from:to or from:to:step (small first; all counts or all shares), or a,b,c",
    ),
    "sweep.whole": ("“{raw}”: số suất phải là số nguyên", "“{raw}”: seats are whole numbers"),
    "sweep.not-a-sweep": (
        "“{folder}” không phải thư mục của một lần quét đã xong (thiếu sweep.json); hãy chỉ ra thư mục mà dvk sweep đã lưu",
        "“{folder}” is not the folder of a finished sweep (no sweep.json); name the folder that dvk sweep wrote",
    ),
    "sweep.of-another-run": (
        "lần quét này bắt đầu từ kết quả {sweep}…, không phải {run}… (“{scenario}”); hãy quét lại từ đúng kịch bản ấy",
        "this sweep starts from the run {sweep}…, not {run}… (“{scenario}”); sweep that very scenario",
    ),
    "sweep.binding-everywhere": ("  {quota}: ở mọi bước", "  {quota}: at every step"),
    "sweep.binding-at": ("  {quota}: ở {steps}", "  {quota}: at {steps}"),
    "compare.view.move": (
        "  {nomination}  {name} · {points} điểm · {moved_by}",
        "  {nomination}  {name} · {points} points · {moved_by}",
    ),
    "cores.worker": (
        "một tiến trình tính toán đã bị dừng (có thể hết bộ nhớ); hãy chạy lại với --workers ít hơn",
        "a worker process was stopped (perhaps out of memory); run again with fewer --workers",
    ),
    "sweep.worker": (
        "một tiến trình tính toán đã bị dừng (có thể hết bộ nhớ); các bước đã xong được giữ, hãy chạy lại với --workers ít hơn",
        "a worker process was stopped (perhaps out of memory); finished steps are kept, run again with fewer --workers",
    ),
    "sweep.seats": ("Số suất {tier}", "Seats: {tier}"),
    "sweep.everyone": ("cả các mức riêng", "own bounds too"),
    "sweep.base": ("Hiện tại", "As it stands"),
    "sweep.step": ("Bước", "Step"),
    "sweep.state": ("Kết quả", "Outcome"),
    "sweep.state.list": ("có danh sách", "a list"),
    "sweep.state.tied": ("còn ngang nhau", "tied"),
    "sweep.state.clash": ("chỉ tiêu mâu thuẫn", "quotas clash"),
    "sweep.state.impossible": ("không thể", "impossible"),
    "sweep.seats-of": ("{tier}: số suất", "{tier}: seats"),
    "sweep.merit-of": ("{tier}: tổng điểm", "{tier}: points"),
    "sweep.eligible-of": ("{tier}: đủ điều kiện", "{tier}: eligible"),
    "sweep.fairness": ("Công bằng", "Fairness"),
    "sweep.entering": ("Vào", "Enter"),
    "sweep.leaving": ("Ra", "Leave"),
    "sweep.binding": ("Chỉ tiêu đã chạm mức", "Quotas at a bound"),
    "sweep.reason": ("Vì sao không có danh sách", "Why there is no list"),
    "sweep.others": ("(và {count} mức cùng loại)", "(and {count} more of the same kind)"),
    "sweep.front": ("Đường biên", "On the front"),
    "sweep.star": (
        "★ trên đường biên Pareto: không bước nào vừa nhiều điểm hơn vừa công bằng hơn",
        "★ on the Pareto front: no step has both more points and more fairness",
    ),
    "sweep.count": ("Số lần", "Times"),
    "sweep.view.title": ("Quét “{title}”: {axes}", "Sweep of “{title}”: {axes}"),
    "sweep.view.summary": (
        "{tier}: {core} đề nghị có trong mọi danh sách, {swing} lúc có lúc không, {never} đủ điều kiện mà không bước nào được chọn.",
        "{tier}: {core} nominations are in every list, {swing} swing, {never} are eligible and in no list.",
    ),
    "sweep.view.lists": (
        "{listed}/{steps} bước có danh sách.",
        "{listed} of {steps} steps have a list.",
    ),
    "sweep.view.none": (
        "Không bước nào có danh sách: các chỉ tiêu luôn mâu thuẫn.",
        "No step has a list: the quotas always clash.",
    ),
    "sweep.view.against": (
        "Vào, ra so với kịch bản hiện tại.",
        "Entering and leaving against the scenario as it stands.",
    ),
    "sweep.view.against-first": (
        "Kịch bản hiện tại không có danh sách; vào, ra so với bước đầu tiên có danh sách.",
        "The scenario as it stands has no list; entering and leaving are against the first step that has one.",
    ),
    "sweep.view.folder": ("Bảng, hình và trang xem: {folder}", "Table, picture and page: {folder}"),
    "sweep.view.own-bounds": (
        "{count} giá trị có mức riêng nên không đổi theo; muốn đổi cả, viết .*. trước tên mức (quota:MÃ.*.at_least)",
        "{count} values have a bound of their own and keep it; to vary those too, write quota:ID.*.at_least",
    ),
    "sweep.view.more": ("và {count} đề nghị nữa (xem bảng)", "and {count} more (see the table)"),
    "sweep.view.swing": (
        "{tier}: những đề nghị lúc có lúc không ({count})",
        "{tier}: nominations that swing ({count})",
    ),
    "sweep.view.core": (
        "{tier}: có trong mọi danh sách ({count})",
        "{tier}: in every list ({count})",
    ),
    "sweep.view.never": (
        "{tier}: đủ điều kiện mà không bước nào được chọn ({count})",
        "{tier}: eligible and in no list ({count})",
    ),
    "sweep.view.table": ("Từng bước được gì, mất gì", "What each step buys and costs"),
    "sweep.view.stopped": (
        "Đã dừng; {done}/{total} bước đã xong được giữ. Chạy lại đúng lệnh này để tiếp tục.",
        "Stopped; {done} of {total} steps are kept. Run the same command again to go on.",
    ),
    "sweep.chart.merit": ("Tổng điểm {tier}", "Points of {tier}"),
    "sweep.chart.fairness": (
        "Công bằng: phần của đơn vị thấp nhất so với mức đều",
        "Fairness: the worst-off unit's part of an even share",
    ),
    "sweep.chart.moves": (
        "Vào (trên) và ra (dưới) so với hiện tại: {tier}",
        "Entering (up) and leaving (down): {tier}",
    ),
    "sweep.chart.pareto": (
        "Điểm và công bằng: mỗi chấm là một bước",
        "Points and fairness: a dot a step",
    ),
    "sweep.chart.front": (
        "đường biên: không bước nào hơn cả hai",
        "the front: no step is better in both",
    ),
    "sweep.note.fairness": (
        "Công bằng: số suất của mỗi đơn vị chia cho phần đều của đơn vị đó trong số suất đã chọn; lấy đơn vị thấp nhất (100% là vừa đúng phần), bằng nhau thì xét đơn vị thấp kế tiếp. Tính trên {units} đơn vị có người đủ điều kiện ở ít nhất một bước.",
        "Fairness: each unit's seats over its even share of the seats filled; the worst-off unit counts (100% is exactly its share), then the next. Over the {units} units with somebody eligible in some step.",
    ),
    "stage.sweep": ("Quét", "Sweeping"),
    "help.sweep": (
        "Cho một, hai đại lượng thay đổi trong một khoảng: mỗi bước được gì, mất gì, ai luôn có, ai lúc có lúc không.",
        "Varies one or two quantities over a range: what each step buys and costs, who is always in, who swings.",
    ),
    "example.sweep": (
        "dvk sweep fixtures/binh-thuan-2020/kich-ban.yaml --vary param:votes_needed=70%:90%:5%",
        "dvk sweep fixtures/binh-thuan-2020/kich-ban.yaml --vary param:votes_needed=70%:90%:5%",
    ),
    "help.vary": (
        "Đại lượng và khoảng: letter=80:100:2, quota:MÃ.at_least=1:4, quota:MÃ.at_least=40%:60%:5%, param:TÊN=60%:100%:5%. Dùng một hoặc hai lần.",
        "A quantity and its range: letter=80:100:2, quota:ID.at_least=1:4, quota:ID.at_least=40%:60%:5%, param:NAME=60%:100%:5%. Once or twice.",
    ),
    "help.workers": (
        "Số tiến trình chạy cùng lúc (mặc định: mọi nhân).",
        "Processes at a time (default: all cores).",
    ),
}
