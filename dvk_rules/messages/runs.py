"""Texts about runs: seats and their reasons, run folders, verification."""

TEXTS: dict[str, tuple[str, str]] = {
    # seats
    "seat.clash": (
        "các chỉ tiêu mâu thuẫn nên chưa phân bổ",
        "the quotas clash, so nothing was allocated",
    ),
    "seat.included": (
        "được chọn theo quyết định của {who}: {why}",
        "included by decision of {who}: {why}",
    ),
    "seat.excluded": (
        "không chọn theo quyết định của {who}: {why}",
        "excluded by decision of {who}: {why}",
    ),
    "seat.merit": (
        "{merit} điểm; thấp nhất trong số được chọn: {last} điểm",
        "{merit} points; the lowest selected has {last}",
    ),
    "seat.outer": ("không có trong danh sách {tier}", "not in the list for {tier}"),
    "seat.same-subject": (
        "cùng một đối tượng đã được chọn ở {other}; mỗi đối tượng tính một lần",
        "the same subject is selected as {other}; a subject counts once",
    ),
    "seat.head-and-body": (
        "{other} (người đứng đầu hoặc tập thể do người đó lãnh đạo, cùng mô hình) đã được chọn",
        "{other} (the head or the body led, for the same model) is selected",
    ),
    "seat.order": (
        "đơn vị xếp trước {count} đề nghị cùng loại cũng chưa được chọn: {others}",
        "the unit ranked {count} of the same kind before it that were not selected either: {others}",
    ),
    "seat.quota": (
        "chỉ tiêu “{quota}” đã đủ: {count}/{most}",
        "the quota “{quota}” is full: {count}/{most}",
    ),
    "seat.full": (
        "đã đủ {seats} suất; {merit} điểm, thấp nhất trong số được chọn: {last} điểm",
        "all {seats} seats are filled; {merit} points, the lowest selected has {last}",
    ),
    "seat.proof.in.rules": (
        "giữ suất: không danh sách nào đúng quy định mà thiếu suất này ({rules})",
        "holds its seat: no list keeps the rules without it ({rules})",
    ),
    "seat.proof.in.tie": (
        "giữ suất nhờ cách phân định đã công bố: các danh sách khác tốt ngang",
        "holds its seat by the declared tie-break: other lists are as good",
    ),
    "seat.proof.in.stage": (
        "giữ suất: nếu bỏ, “{stage}” kém đi ít nhất {loss} (theo chứng minh; quy định liên quan: {rules})",
        "holds its seat: without it “{stage}” gets worse by at least {loss} (proven; rules in play: {rules})",
    ),
    "seat.proof.in.alone": (
        "giữ suất: nếu bỏ, “{stage}” kém đi ít nhất {loss} (theo chứng minh)",
        "holds its seat: without it “{stage}” gets worse by at least {loss} (proven)",
    ),
    "seat.proof.out.rules": (
        "không danh sách nào đúng quy định mà có suất này ({rules})",
        "no list that keeps the rules has this seat ({rules})",
    ),
    "seat.proof.out.tie": (
        "ngang với người được chọn; cách phân định đã công bố quyết định",
        "equal to one selected; the declared tie-break decided",
    ),
    "seat.proof.out.stage": (
        "nếu chọn, “{stage}” kém đi ít nhất {loss} (theo chứng minh; quy định liên quan: {rules})",
        "if selected, “{stage}” gets worse by at least {loss} (proven; rules in play: {rules})",
    ),
    "seat.proof.out.alone": (
        "nếu chọn, “{stage}” kém đi ít nhất {loss} (theo chứng minh)",
        "if selected, “{stage}” gets worse by at least {loss} (proven)",
    ),
    "verify.seat-reasons": (
        "lý do của các suất trong allocation.json khác với khi tính lại",
        "the reasons of seats in allocation.json are not what comes out again",
    ),
    "explain.several": (
        "nhiều đề nghị cùng tên “{name}”; hãy dùng một trong các mã: {ids}",
        "several nominations are called “{name}”; use one of the ids: {ids}",
    ),
    "whatif.fixed": (
        "“{fact}” không thay được ở đây vì đổi cả danh sách của đơn vị; hãy sửa trong bảng đề nghị rồi phân bổ lại",
        "“{fact}” cannot be changed here, since a unit's whole list changes with it; change the list and allocate anew",
    ),
    "explain.unknown": (
        "không có đề nghị “{nomination}” trong kết quả này; mã có dạng đơn-vị/STT",
        "this run has no nomination “{nomination}”; ids look like unit/number",
    ),
    "explain.unknown-meant": (
        "không có đề nghị “{nomination}” trong kết quả này; có phải ý là: {meant}?",
        "this run has no nomination “{nomination}”; did you mean: {meant}?",
    ),
    # clashes
    "clash.at_least": ("ít nhất {amount}", "at least {amount}"),
    "clash.at_most": ("nhiều nhất {amount}", "at most {amount}"),
    "clash.maybe-fewer": (
        "(có thể chỉ một phần trong số này đã mâu thuẫn: chưa xác định được)",
        "(maybe some of these clash already: that could not be established)",
    ),
    "clash.tier": ("Tổng số {tier}: {bound}", "All {tier}: {bound}"),
    "clash.decision": (
        "Quyết định về {nomination} ({tier})",
        "The decision about {nomination} ({tier})",
    ),
    "clash.order": ("Thứ tự xếp hạng của đơn vị ({tier})", "The units' own ranking ({tier})"),
    "clash.same-subject": (
        "Một đối tượng chỉ tính một lần: {nominations}",
        "A subject counts once: {nominations}",
    ),
    "clash.head-and-body": (
        "Người đứng đầu và tập thể không cùng được khen về một mô hình: {nominations}",
        "Head and body are not both rewarded for one model: {nominations}",
    ),
    "clash.short-members": (
        "{rule} – cần {need}, chỉ có {have} đề nghị đủ điều kiện",
        "{rule} – needs {need}, only {have} eligible",
    ),
    "clash.short-seats": (
        "{rule} – các mức tối thiểu cộng lại cần {need} suất, chỉ có {have}",
        "{rule} – the floors together need {need} seats, there are {have}",
    ),
    "clash.short-caps": (
        "{rule} – các mức tối đa cộng lại chỉ cho {have} suất, phải chọn {need}",
        "{rule} – the caps together allow {have} seats, {need} must be filled",
    ),
    "clash.change": ("{rule} → đổi thành {to}", "{rule} → change to {to}"),
    # run folders
    "run.not-a-run": (
        "“{folder}” không phải thư mục kết quả (không có run.json); hãy chỉ ra thư mục mà lệnh allocate đã tạo",
        "“{folder}” is not a run folder (it has no run.json); name one that allocate has made",
    ),
    "run.format": (
        "thư mục “{folder}” không theo định dạng {format} của phiên bản này",
        "the folder “{folder}” is not of the format {format} that this version reads",
    ),
    "run.no-file": ("thư mục kết quả thiếu tệp {file}", "the run folder lacks the file {file}"),
    "run.solver": (
        "bộ giải không cho được kết quả: {detail}",
        "the solver gave no result: {detail}",
    ),
    "run.inside": (
        "“{folder}” là thư mục của một kết quả; lưu thêm vào đó sẽ làm hỏng kết quả ấy, hãy chọn thư mục khác",
        "“{folder}” is a run folder; saving into it would spoil that run, choose another folder",
    ),
    "run.damaged": (
        "tệp {file} trong thư mục kết quả bị hỏng, không đọc được",
        "the file {file} of the run folder is damaged and cannot be read",
    ),
    # verification
    "verify.missing": ("thiếu tệp {file}", "the file {file} is missing"),
    "verify.settings": (
        "không lập lại được văn bản vì tệp cài đặt hoặc mẫu Word giữ trong thư mục có {count} chỗ sai",
        "the documents cannot be made again: the settings or Word templates in the folder have {count} mistakes",
    ),
    "verify.original-elsewhere": (
        "tệp gốc ghi trong run.json ({files}) không phải tệp mà kịch bản gốc trong inputs/original dùng",
        "the originals that run.json names ({files}) are not those that the scenario in inputs/original uses",
    ),
    "verify.not-made": (
        "tệp {file} có ghi trong run.json nhưng không sinh ra từ đầu vào; ai đó đã thêm vào",
        "the file {file} is listed in run.json and follows from no input; somebody added it",
    ),
    "verify.extra": (
        "có tệp lạ {file} không ghi trong run.json",
        "there is a file {file} that run.json does not list",
    ),
    "verify.hash": (
        "tệp {file} đã bị sửa sau khi lập (mã băm khác)",
        "the file {file} was changed after it was written (its hash differs)",
    ),
    "verify.unreadable-inputs": (
        "không đọc lại được đầu vào trong thư mục ({count} lỗi)",
        "the inputs in the folder cannot be read again ({count} problems)",
    ),
    "verify.cannot-run": (
        "không chạy lại được từ đầu vào trong thư mục ({count} lỗi)",
        "the run cannot be made again from the inputs in the folder ({count} problems)",
    ),
    "verify.run-id": (
        "mã kết quả ghi {recorded}… nhưng đầu vào cho ra {found}…",
        "the run id says {recorded}…, but the inputs give {found}…",
    ),
    "verify.pack": (
        "bộ quy tắc trong thư mục khác bộ quy tắc đã ghi trong run.json",
        "the pack in the folder is not the one that run.json records",
    ),
    "verify.no-nomination": (
        "evaluation.json thiếu đề nghị {nomination}",
        "evaluation.json lacks the nomination {nomination}",
    ),
    "verify.extra-nomination": (
        "evaluation.json có thêm đề nghị {nomination} không có trong đầu vào",
        "evaluation.json has a nomination {nomination} that the inputs do not have",
    ),
    "verify.field": (
        "{file}: mục “{field}” khác với khi tính lại",
        "{file}: “{field}” is not what comes out again",
    ),
    "verify.verdict": (
        "{nomination}: ghi “{recorded}” cho {tier}, tính lại là “{found}”",
        "{nomination}: recorded “{recorded}” for {tier}, derived again “{found}”",
    ),
    "verify.reasons": (
        "{nomination}: lý do của kết luận {tier} khác với khi tính lại",
        "{nomination}: the reasons of the verdict for {tier} are not what comes out again",
    ),
    "verify.rule": (
        "{nomination}: vết của quy tắc {rule} khác với khi tính lại",
        "{nomination}: the trace of the rule {rule} is not what comes out again",
    ),
    "verify.nomination-field": (
        "{nomination}: mục “{field}” khác với khi tính lại",
        "{nomination}: “{field}” is not what comes out again",
    ),
    "verify.allocation-shape": (
        "allocation.json không đúng dạng: {detail}",
        "allocation.json has the wrong shape: {detail}",
    ),
    "verify.check": ("kiểm tra phân bổ: {detail}", "checking the allocation: {detail}"),
    "verify.seat-lost": (
        "{nomination} phải được {tier} nhưng danh sách không có",
        "{nomination} must get {tier}, but the list lacks it",
    ),
    "verify.seat-added": (
        "{nomination} có trong danh sách {tier} nhưng tính lại thì không",
        "{nomination} is in the list for {tier}, but not when it is made again",
    ),
    "verify.differs": (
        "{file} khác với bản lập lại từ đầu vào",
        "{file} is not what the inputs give when it is made again",
    ),
    "verify.problem": (
        "problem.json không phải bài toán mà đầu vào cho ra",
        "problem.json is not the problem that the inputs give",
    ),
    "verify.other-problem": (
        "chứng minh nói về một bài toán khác với problem.json",
        "the proof is about another problem than problem.json",
    ),
    "verify.original-nominations": (
        "các tệp đề nghị gốc ({files}) không cho ra đúng nominations.json",
        "the original nominations ({files}) do not give what nominations.json says",
    ),
    "verify.original-scenario": (
        "tệp kịch bản gốc {file} không nói đúng điều scenario.yaml ghi",
        "the original scenario {file} does not say what scenario.yaml says",
    ),
    "verify.pack-changed": (
        "bộ quy tắc {pack} bản {version} trong thư mục không giống bản {version} đang cài",
        "the pack {pack} {version} in the folder is not the {version} that is installed here",
    ),
    "verify.other-list": (
        "chứng minh nói về một danh sách khác với allocation.json",
        "the proof is about another list than allocation.json",
    ),
    "verify.seat-reasons-untrue": (
        "lý do của suất trong allocation.json không đúng đối với: {nominations}",
        "the reasons of seats in allocation.json are not true of: {nominations}",
    ),
    "verify.version": (
        "thư mục lập bằng bản {recorded}, đang kiểm tra bằng bản {found}; hãy cài đúng bản {recorded} rồi kiểm tra lại",
        "the folder was made by version {recorded} and this is {found}; install {recorded} and verify again",
    ),
    "verify.unsigned": ("chưa có chữ ký ({file})", "there is no signature ({file})"),
    "verify.signature": (
        "chữ ký {file} không khớp với run.json và khóa đã cho",
        "the signature {file} does not fit run.json and the key given",
    ),
    "sign.no-library": (
        "ký và kiểm chữ ký cần gói cryptography; cài bằng: pip install dvk-rules[sign]",
        "signing needs the package cryptography; install it with: pip install dvk-rules[sign]",
    ),
    "sign.no-file": (
        "không có tệp khóa này; hãy kiểm tra đường dẫn, hoặc tạo cặp khóa mới bằng dvk sign … --new",
        "there is no such key file; check the path, or make a new pair with dvk sign … --new",
    ),
    "sign.unreadable": (
        "không đọc được tệp khóa ({reason}); hãy kiểm tra quyền đọc",
        "the key file cannot be read ({reason}); check who may read it",
    ),
    "sign.private-key": (
        "đây là khóa bí mật; để kiểm chữ ký hãy dùng khóa công khai đi cùng nó (.pub.pem)",
        "this is the private key; to verify a signature use the public key beside it (.pub.pem)",
    ),
    "sign.no-key": (
        "“{file}” không chứa khóa Ed25519 dạng PEM",
        "“{file}” holds no Ed25519 key in PEM form",
    ),
    "verify.proof": ("chứng minh không đứng vững: {detail}", "the proof does not hold: {detail}"),
    # engines of a run
    "stage.evaluate": ("Xét điều kiện", "Evaluating"),
    "stage.read": ("Đọc tệp", "Reading"),
    "stage.prices": ("Tính giá từng chỉ tiêu", "Pricing the quotas"),
    "stage.solve": ("Phân bổ", "Allocating"),
}
