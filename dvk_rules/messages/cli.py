"""Texts of the command line: use, help, progress, single commands."""

TEXTS: dict[str, tuple[str, str]] = {
    "cli.problems": ("Có {count} chỗ cần sửa:", "{count} things to put right:"),
    "cli.warning": ("Lưu ý:", "Note:"),
    "cli.stopped": (
        "Đã dừng theo yêu cầu. Không có tệp nào bị ghi dở.",
        "Stopped as asked. No file was left half written.",
    ),
    "cli.os-error": (
        "máy không đọc hoặc ghi được {file} ({reason}); hãy kiểm tra dung lượng đĩa và quyền ghi",
        "the machine could not read or write {file} ({reason}); check the disk space and permissions",
    ),
    "cli.unexpected": (
        "Chương trình gặp lỗi ngoài dự kiến ({name}); đây là lỗi của chương trình, không phải của bạn. Chi tiết để gửi người phát triển: {file}",
        "The program met an error it did not expect ({name}); it is a mistake of the program, not yours. Details to send to its developers: {file}",
    ),
    "usage.no-option": ("Không có tùy chọn {option}.", "There is no option {option}."),
    "usage.missing": ("Thiếu {name}.", "{name} is missing."),
    "usage.bad": ("Giá trị chưa đúng: {detail}", "This value will not do: {detail}"),
    "usage.choice": (
        "{name} chỉ nhận một trong: {choices}.",
        "{name} takes one of: {choices}.",
    ),
    "usage.number": (
        "{name} phải là số nguyên từ {least} trở lên.",
        "{name} must be a whole number, {least} or more.",
    ),
    "usage.no-value": ("Sau {name} còn thiếu giá trị.", "{name} needs a value after it."),
    "usage.extra": ("Thừa: {extra}.", "Too much: {extra}."),
    "usage.no-command": ("Không có lệnh “{name}”.", "There is no command “{name}”."),
    "usage.no-command-meant": (
        "Không có lệnh “{name}”; có phải ý là: {meant}?",
        "There is no command “{name}”; did you mean: {meant}?",
    ),
    "usage.help": (
        "Xem cách dùng và ví dụ: {command} --help",
        "For usage and an example: {command} --help",
    ),
    # names of arguments
    "name.file": ("TỆP", "FILE"),
    "name.scenario": ("KỊCH_BẢN", "SCENARIO"),
    "name.run": ("KẾT_QUẢ", "RUN"),
    "name.folder": ("THƯ_MỤC", "FOLDER"),
    "name.nomination": ("ĐỀ_NGHỊ", "NOMINATION"),
    "name.target": ("NƠI_LƯU", "TARGET"),
    "name.table": ("BẢNG", "TABLE"),
    "name.pack": ("BỘ_QUY_TẮC", "PACK"),
    # help
    "help.dvk": (
        "Xét điều kiện khen thưởng theo quy tắc và phân bổ chỉ tiêu, giải thích từng trường hợp.",
        "Decides eligibility by rules, allocates seats under quotas, and explains every case.",
    ),
    "help.epilog": (
        "Bắt đầu: dvk demo. Sau đó: dvk allocate KỊCH_BẢN, dvk explain KẾT_QUẢ ĐỀ_NGHỊ, dvk verify KẾT_QUẢ.",
        "Start with: dvk demo. Then: dvk allocate SCENARIO, dvk explain RUN NOMINATION, dvk verify RUN.",
    ),
    "help.default": ("mặc định", "default"),
    "help.required": ("bắt buộc", "required"),
    "metavar.options": ("[TÙY CHỌN]", "[OPTIONS]"),
    "metavar.command": ("LỆNH …", "COMMAND …"),
    "metavar.text": ("CHỮ", "TEXT"),
    "metavar.path": ("ĐƯỜNG_DẪN", "PATH"),
    "metavar.number": ("SỐ", "NUMBER"),
    "help.usage": ("Cách dùng:", "Usage:"),
    "help.options": ("Tùy chọn", "Options"),
    "help.commands": ("Lệnh", "Commands"),
    "help.help": ("Hiện hướng dẫn này.", "Shows this help."),
    "help.version": ("Cho biết phiên bản.", "Shows the version."),
    "help.example": ("Ví dụ:", "Example:"),
    "help.lang": ("Ngôn ngữ: vi hoặc en.", "Language: vi or en."),
    "help.json": ("In kết quả dạng JSON.", "Prints the result as JSON."),
    "help.engine": (
        "Bộ máy xét quy tắc; kết luận như nhau.",
        "The engine that applies the rules; the verdicts are the same.",
    ),
    "help.out": ("Thư mục để lưu kết quả.", "The folder in which results are kept."),
    "help.pack": ("Bộ quy tắc.", "The pack of rules."),
    "help.date": (
        "Ngày quyết định (mặc định theo bộ quy tắc).",
        "The day of the decision (default: the pack's).",
    ),
    "help.save": (
        "Lưu toàn bộ vết xét vào tệp JSON này.",
        "Saves the whole evaluation to this JSON file.",
    ),
    "help.all": (
        "Kể cả quy tắc không áp dụng, quy tắc suy ra và bảng điểm.",
        "Also rules that do not apply, derivations and scores.",
    ),
    "help.demo": (
        "Chạy trọn việc chính trên trường hợp của Kế hoạch 2016-2020 (dữ liệu mô phỏng).",
        "Runs the main job on the plan's own case (synthetic data).",
    ),
    "example.demo": ("dvk demo", "dvk demo --lang en"),
    "help.evaluate": (
        "Xét điều kiện các đề nghị trong tệp Excel.",
        "Decides who is eligible, from workbooks of nominations.",
    ),
    "example.evaluate": (
        "dvk evaluate de-cu.xlsx",
        "dvk evaluate de-cu.xlsx --date 2020-12-15 --lang en",
    ),
    "help.allocate": (
        "Xét điều kiện rồi phân bổ theo kịch bản; lưu kết quả và giải thích vào một thư mục.",
        "Evaluates and allocates by a scenario; leaves a folder with the result and its reasons.",
    ),
    "example.allocate": (
        "dvk allocate fixtures/binh-thuan-2020/kich-ban.yaml",
        "dvk allocate fixtures/binh-thuan-2020/kich-ban.yaml",
    ),
    "help.explain": (
        "Giải thích vì sao một đề nghị được hay không được chọn.",
        "Explains why one nomination is in or out.",
    ),
    "example.explain": (
        "dvk explain runs/ke-hoach-2020-… phan-thiet/03",
        "dvk explain runs/ke-hoach-2020-… phan-thiet/03",
    ),
    "help.template": (
        "Tạo biểu mẫu Excel để các đơn vị điền.",
        "Makes the workbook that units fill in.",
    ),
    "example.template": (
        "dvk template bieu-mau --each",
        "dvk template form.xlsx --unit phan-thiet",
    ),
    "help.unit": (
        "Biểu mẫu cho riêng đơn vị này (mã hoặc tên).",
        "The workbook for this unit only (id or name).",
    ),
    "help.each": (
        "Mỗi đơn vị một biểu mẫu, lưu vào thư mục NƠI_LƯU.",
        "One workbook for each unit, in the folder TARGET.",
    ),
    "help.import": (
        "Nhập tệp các đơn vị gửi về; nêu mọi lỗi một lần và trả lại từng tệp có đánh dấu.",
        "Takes in what units sent; says everything wrong at once and gives each file back marked.",
    ),
    "example.import": (
        "dvk import don-vi/*.xlsx --out nhap",
        "dvk import units/*.xlsx --out intake",
    ),
    "help.import-out": (
        "Thư mục mới để lưu danh sách gộp và các tệp trả lại.",
        "A new folder for the merged list and the marked files.",
    ),
    "help.bulk": (
        "Xét điều kiện cho bảng lớn (Parquet, Arrow), dừng rồi chạy tiếp được.",
        "Decides a large table (Parquet, Arrow); can be stopped and resumed.",
    ),
    "example.bulk": (
        "dvk bulk de-cu.parquet ket-qua.parquet",
        "dvk bulk nominations.parquet verdicts.parquet",
    ),
    "template.saved": ("Đã lưu biểu mẫu: {file}", "The form is saved in {file}"),
    "template.saved-each": (
        "Đã lưu {count} biểu mẫu trong {folder}",
        "{count} forms are saved in {folder}",
    ),
    "stage.template": ("Tạo biểu mẫu", "Making forms"),
    "import.read": (
        "Đã đọc {count} đề nghị từ {files} tệp.",
        "Read {count} nominations from {files} files.",
    ),
    "import.near": (
        "{count} cặp nghi trùng giữa các đơn vị, cần quyết định: xem tong-hop.xlsx.",
        "{count} pairs look like one subject from two units and need a decision: see tong-hop.xlsx.",
    ),
    "import.silent": (
        "Chưa có đề nghị của: {units}.",
        "Nothing yet from: {units}.",
    ),
    "import.silent-many": (
        "Chưa có đề nghị của {count} đơn vị: xem trang “Theo đơn vị” của tong-hop.xlsx.",
        "Nothing yet from {count} units: see the sheet “By unit” of tong-hop.xlsx.",
    ),
    "import.returned": ("Gửi lại đơn vị để sửa: {copy}", "To be mended by its unit: {copy}"),
    "import.marked": (
        "Có lưu ý, không bắt buộc sửa: {copy}",
        "With notes, usable as it is: {copy}",
    ),
    "import.summary": ("Tổng hợp: {file}", "Summary: {file}"),
    "import.saved": ("Danh sách gộp: {file}", "Merged list: {file}"),
    "import.next": (
        "Chưa ghi danh sách gộp vì còn lỗi. Khi đơn vị đã sửa, hãy nhập lại với đủ các tệp.",
        "No merged list was written since there are errors. Import all files again when they are mended.",
    ),
    "bulk.done": ("Đã xét {rows} dòng: {target}", "Decided {rows} rows: {target}"),
    "help.if": (
        "Thử đổi một yếu tố (mã hoặc tên cột): kết luận và danh sách sẽ ra sao. Dùng được nhiều lần; để trống giá trị là bỏ đi.",
        "Tries another fact (name or column): what the verdict and the list would be. May be repeated; no value leaves it out.",
    ),
    "whatif.fact": ("Nếu {fact}: {before} → {after}", "If {fact}: {before} → {after}"),
    "whatif.tier": ("{tier}: {before} → {after}", "{tier}: {before} → {after}"),
    "whatif.rule": ("  {rule}: {before} → {after}", "  {rule}: {before} → {after}"),
    "help.price": (
        "Tính chính xác nếu làm ngược lại thì được gì, mất gì, ai ra, ai vào.",
        "Works out exactly what the other way round would cost, who would leave and enter.",
    ),
    "help.prices": (
        "Với từng chỉ tiêu: thêm hoặc bớt một suất thì thay đổi gì.",
        "For every quota: what one seat more or less would change.",
    ),
    "example.prices": ("dvk prices runs/ke-hoach-2020-…", "dvk prices runs/ke-hoach-2020-…"),
    "price.in": ("Nếu chọn {nomination} cho {tier}", "If {nomination} were given {tier}"),
    "price.out": (
        "Nếu không chọn {nomination} cho {tier}",
        "If {nomination} were not given {tier}",
    ),
    "price.impossible": ("  không danh sách nào đúng quy định", "  no list would keep the rules"),
    "price.worsens": (
        "  “{stage}” kém đi {loss}: từ {value} còn {instead}",
        "  “{stage}” gets worse by {loss}: from {value} to {instead}",
    ),
    "price.ties": (
        "  danh sách tốt ngang: chỉ cách phân định đã công bố quyết định",
        "  the list would be as good: only the declared tie-break decides",
    ),
    "price.unknown": (
        "  chưa tính được trong giới hạn đã đặt",
        "  not worked out within the limits",
    ),
    "price.points": (
        "  thêm {points} điểm thì ngang bằng, hơn nữa thì được chọn",
        "  {points} points more would make a tie, more than that would win",
    ),
    "price.enters": ("  vào thay: {seats}", "  would enter: {seats}"),
    "price.leaves": ("  phải ra: {seats}", "  would leave: {seats}"),
    "price.changes": (
        "  Chỉ cần đổi một trong các điều sau là kết quả này đảo lại:",
        "  Any one of these changes alone would turn it round:",
    ),
    "price.slack": ("Còn dư", "Slack"),
    "price.looser": ("Nới một suất", "One seat looser"),
    "price.tighter": ("Siết một suất", "One seat tighter"),
    "price.effect.same": ("không đổi", "nothing changes"),
    "price.effect.list": ("đổi danh sách, mục tiêu như cũ", "another list, as good"),
    "price.effect.impossible": ("không còn danh sách nào", "no list is left"),
    "price.effect.unknown": ("chưa tính được", "not worked out"),
    "price.idle": (
        "{count} mức khác không ảnh hưởng dù nới hay siết một suất.",
        "{count} other bounds change nothing either way.",
    ),
    "help.report": (
        "Lập lại báo cáo và văn bản của một kết quả, theo ngôn ngữ đã chọn.",
        "Makes the report and the documents of a run again, in the language chosen.",
    ),
    "example.report": (
        "dvk report runs/ke-hoach-2020-… --out bao-cao",
        "dvk report runs/ke-hoach-2020-… --out report --lang en",
    ),
    "help.settings": (
        "Tệp YAML về lề, phông chữ, cách xếp danh sách và mẫu Word riêng của cơ quan.",
        "A YAML file with margins, fonts, order of lists and the office's own Word templates.",
    ),
    "help.report-sweep": (
        "Thư mục của một lần quét từ chính kết quả này: báo cáo thêm những ai lúc có lúc không.",
        "The folder of a sweep of this very run: the report then shows who swings.",
    ),
    "help.report-out": ("Thư mục mới để lưu báo cáo.", "A new folder for the report."),
    "report.saved": ("Đã lưu {count} tệp trong {folder}", "{count} files are saved in {folder}"),
    "help.verify": (
        "Tính lại mọi thứ trong thư mục kết quả từ đầu vào của nó và nêu chỗ không khớp.",
        "Derives everything in a run folder again from its inputs and says what does not hold.",
    ),
    "example.verify": ("dvk verify runs/ke-hoach-2020-…", "dvk verify runs/ke-hoach-2020-…"),
    "help.key": (
        "Tệp khóa công khai (PEM) phải đã ký kết quả này.",
        "A file with the public key (PEM) that must have signed the run.",
    ),
    "help.serve": (
        "Mở bàn làm việc trong trình duyệt: nhập tệp, đổi chỉ tiêu, phân bổ, so sánh bằng chuột.",
        "Opens the desk in a browser: import, change quotas, allocate, compare, without typing.",
    ),
    "example.serve": ("dvk serve dot-2020", "dvk serve campaign-2020"),
    "help.port": ("Cổng trên máy này (mặc định 8020).", "The port on this machine (8020)."),
    "help.no-browser": ("Không tự mở trình duyệt.", "Opens no browser."),
    "help.sign": (
        "Ký thư mục kết quả bằng khóa Ed25519.",
        "Signs a run folder with an Ed25519 key.",
    ),
    "example.sign": (
        "dvk sign runs/ke-hoach-2020-… --key khoa.pem --new",
        "dvk sign runs/ke-hoach-2020-… --key key.pem --new",
    ),
    "help.private-key": ("Tệp khóa bí mật (PEM).", "The file with the private key (PEM)."),
    "help.new-key": ("Tạo cặp khóa mới trước khi ký.", "Makes a new pair of keys first."),
    "sign.new": (
        "Đã tạo khóa bí mật {private} (giữ kín) và khóa công khai {public}",
        "Made the private key {private} (keep it secret) and the public key {public}",
    ),
    "sign.done": ("Đã ký: {file}", "Signed: {file}"),
    "verify.broken": ("{count} điều không khớp:", "{count} things do not hold:"),
    "verify.holds": (
        "Mọi thứ trong thư mục khớp với đầu vào của nó.",
        "Everything in the folder follows from its inputs.",
    ),
    "verify.held.hashes": (
        "✓ Không tệp nào bị sửa, thiếu hoặc thêm",
        "✓ No file was changed, lost or added",
    ),
    "verify.held.signature": ("✓ Chữ ký đúng", "✓ The signature is right"),
    "verify.held.inputs": (
        "✓ Tệp gốc của các đơn vị và kịch bản đúng với đầu vào đã dùng",
        "✓ The original files say what the canonical inputs say",
    ),
    "verify.held.verdicts": (
        "✓ Mọi kết luận và vết xét khớp khi tính lại bằng bộ máy tham chiếu",
        "✓ Every verdict and trace comes out again by the reference engine",
    ),
    "verify.held.allocation": (
        "✓ Danh sách đúng mọi chỉ tiêu và khớp khi phân bổ lại",
        "✓ The list meets every quota and comes out again",
    ),
    "verify.held.reasons": (
        "✓ Mức mà lý do của từng suất nêu là đúng; bộ giải trên máy này là bản khác nên quy định nêu kèm không đối chiếu được",
        "✓ What the reasons of the seats say is lost is true; the solver here is another, so the rules they name are not compared",
    ),
    "verify.held.clash": (
        "✓ Các chỉ tiêu vẫn mâu thuẫn khi phân bổ lại",
        "✓ The quotas clash again",
    ),
    "verify.held.proof": (
        "✓ Chứng minh tốt nhất và duy nhất đứng vững (bộ kiểm độc lập)",
        "✓ The proof of optimality and uniqueness holds (independent checker)",
    ),
    "verify.held.documents": (
        "✓ Báo cáo và văn bản lập lại giống từng byte",
        "✓ The report and the documents come out again byte for byte",
    ),
    "verify.note.no-originals": (
        "– Kết quả lưu không kèm tệp gốc: không đối chiếu được đầu vào với tệp các đơn vị gửi",
        "– The run was saved without the files as given: its inputs are compared with nothing",
    ),
    "verify.note.other-pack": (
        "– Trên máy này không có bản ấy của bộ quy tắc: chữ của bộ quy tắc không đối chiếu được; hãy so bằng dvk pack diff",
        "– No pack of that version is installed here: its words are compared with nothing; see dvk pack diff",
    ),
    "verify.note.own-templates": (
        "– Văn bản dùng mẫu riêng của cơ quan (trong inputs/documents): phần chữ cố định của mẫu không suy ra từ kết quả",
        "– The documents use an office's own templates (inputs/documents): their fixed words follow from nothing here",
    ),
    "verify.note.signed": (
        "– Có chữ ký nhưng chưa kiểm: thêm --key với khóa công khai",
        "– There is a signature, not checked: give the public key with --key",
    ),
    "help.pack-group": (
        "Các bộ quy tắc: liệt kê, xem, lược đồ, kiểm tra, chạy ca thử, so sánh.",
        "Packs of rules: list, show, schema, check, test, diff.",
    ),
    "help.pack-list": ("Liệt kê các bộ quy tắc có sẵn.", "Lists the packs that are shipped."),
    "example.pack-list": ("dvk pack list", "dvk pack list"),
    "help.pack-show": (
        "Viết bộ quy tắc thành trang đọc được: điều luật, quy tắc bằng lời, tham số, ca thử.",
        "Writes a pack as a page to read: the articles, the rules in words, parameters, cases.",
    ),
    "example.pack-show": (
        "dvk pack show binh-thuan-2020",
        "dvk pack show binh-thuan-2020 --lang en",
    ),
    "help.pack-schema": (
        "Viết lược đồ JSON Schema để trình soạn thảo gợi ý khi viết bộ quy tắc và phương án.",
        "Writes JSON Schemas by which an editor helps to write the pack and its scenarios.",
    ),
    "example.pack-schema": (
        "dvk pack schema binh-thuan-2020 --out luoc-do",
        "dvk pack schema binh-thuan-2020 --out schemas",
    ),
    "help.schema-out": ("Thư mục mới để lưu lược đồ.", "A new folder for the schemas."),
    "pack.schemas": (
        "Đã lưu {count} lược đồ trong {folder}",
        "{count} schemas are saved in {folder}",
    ),
    "help.pack-diff": (
        "So sánh hai bộ quy tắc: khác nhau chỗ nào, kết luận nào đổi.",
        "Compares two packs: what differs, and which verdicts change.",
    ),
    "example.pack-diff": (
        "dvk pack diff vn-tdkt-2017 vn-tdkt-2024",
        "dvk pack diff vn-tdkt-2017 vn-tdkt-2024",
    ),
    "help.diff-on": (
        "Tệp đề nghị để xem kết luận nào đổi.",
        "A file of nominations, to see which verdicts change.",
    ),
    "help.page-out": ("Tệp HTML để lưu.", "The HTML file to write."),
    "pack.shown": ("Đã lưu trang: {file}", "The page is saved in {file}"),
    "help.pack-check": (
        "Tìm chỗ hở của bộ quy tắc: quy tắc không bao giờ có tác dụng, mâu thuẫn, thừa, bảng điểm hở.",
        "Looks for rules that never matter, contradict or repeat, and for holes in tables.",
    ),
    "example.pack-check": (
        "dvk pack check binh-thuan-2020 --on 2021-03-01",
        "dvk pack check binh-thuan-2020 --on 2021-03-01",
    ),
    "help.check-on": (
        "Ngày quyết định, để kiểm tra bộ quy tắc cho ngày đó (mặc định theo bộ quy tắc).",
        "The day of decision for which the pack is checked (default: the pack's).",
    ),
    "help.pack-test": (
        "Chạy các ca thử của bộ quy tắc và cho biết quy tắc nào được thử.",
        "Runs the cases of a pack and shows which rules they cover.",
    ),
    "example.pack-test": ("dvk pack test binh-thuan-2020", "dvk pack test binh-thuan-2020"),
    # demo
    "demo.start": (
        "Trường hợp của Kế hoạch 2016-2020, dữ liệu mô phỏng, không có người thật. Kịch bản: {file}",
        "The plan's own case, synthetic data, no real person. Scenario: {file}",
    ),
    "case.none": (
        "không có trường hợp mẫu “{case}”; có: {known}",
        "there is no shipped case “{case}”; there are: {known}",
    ),
    "evaluate.saved": ("Đã lưu toàn bộ vết xét: {file}", "The whole evaluation is saved in {file}"),
    "evaluate.no-date": (
        "bộ quy tắc {pack} không ghi ngày quyết định; hãy thêm --date",
        "the pack {pack} names no decision date; add --date",
    ),
}
