"""Texts about the engines."""

TEXTS: dict[str, tuple[str, str]] = {
    "engine.none": (
        "không có bộ máy “{engine}”; hiện có: {known}",
        "there is no engine “{engine}”; there are: {known}",
    ),
    "engine.no-polars": (
        'bộ máy “columnar” cần Polars, chưa cài được ({reason}); hãy cài bằng: pip install "dvk-rules[columnar]"',
        'the engine “columnar” needs Polars, which cannot be used ({reason}); install it with: pip install "dvk-rules[columnar]"',
    ),
    "engine.fallback": (
        "không dùng được durable_rules ({reason}); đã dùng bộ máy tham chiếu, kết luận như nhau",
        "durable_rules cannot be used ({reason}); the reference engine served, the verdicts are the same",
    ),
    "engine.too-large": (
        "gói luật quá lớn đối với durable_rules ({count}, tối đa {most}); dùng bộ máy “reference”",
        "the pack is too large for durable_rules ({count}, at most {most}); use the engine “reference”",
    ),
    "engine.mismatch": (
        "durable_rules cho kết quả khác với kết quả phải có ở các quy tắc: {rules}; không kết luận gì, hãy dùng bộ máy “reference” và báo lỗi này",
        "durable_rules concluded other than it must on the rules: {rules}; no verdict is given, use the engine “reference” and report this",
    ),
    "engine.contradiction": (
        "durable_rules kết luận trái ngược nhau ở các quy tắc: {rules}; không kết luận gì, hãy dùng bộ máy “reference” và báo lỗi này",
        "durable_rules contradicted itself on the rules: {rules}; no verdict is given, use the engine “reference” and report this",
    ),
    "engine.stopped": (
        "durable_rules dừng giữa chừng ở bước {step}, trước khi xét xong các quy tắc: {rules}; không kết luận gì, hãy dùng bộ máy “reference” và báo lỗi này",
        "durable_rules stopped half-way at step {step}, before it was done with the rules: {rules}; no verdict is given, use the engine “reference” and report this",
    ),
    "engine.failed": (
        "durable_rules gặp lỗi ({detail}); không kết luận gì, hãy dùng bộ máy “reference” và báo lỗi này",
        "durable_rules failed ({detail}); no verdict is given, use the engine “reference” and report this",
    ),
    "evaluation.day": (
        "ngày quyết định phải là một ngày (datetime.date), không phải {value}",
        "the day of the decision must be a day (datetime.date), not {value}",
    ),
    "evaluation.parameter-type": (
        "tham số “{parameter}” có giá trị {value}, không đúng kiểu hoặc ngoài giới hạn ({kind})",
        "the parameter “{parameter}” has the value {value}, which is not of its type or outside its bounds ({kind})",
    ),
    "evaluation.changed": (
        "giá trị thay đổi phải được ghi theo tên, không phải {value}",
        "changed values must be given by name, not as {value}",
    ),
    "evaluation.pack": (
        "quy định phải là kết quả của load_pack, không phải {value}",
        "the pack must be what load_pack gives, not {value}",
    ),
    "evaluation.nominations": (
        "các đề nghị phải là một danh sách, không phải {value}",
        "nominations must be a list of them, not {value}",
    ),
    "evaluation.nomination-kind": (
        "mục thứ {place} không phải là một đề nghị: {nomination}",
        "item {place} is not a nomination: {nomination}",
    ),
    "evaluation.no-tier": (
        "không có hình thức khen “{tier}”; hiện có: {known}",
        "there is no tier “{tier}”; there are: {known}",
    ),
    "path.wrong": (
        "không thể là tên tệp hay thư mục: {path}",
        "this cannot be the name of a file or folder: {path}",
    ),
    "evaluation.same-id": (
        "{count} đề nghị cùng mang mã “{nomination}”; mỗi đề nghị cần một mã riêng",
        "{count} nominations have the id “{nomination}”; each needs one of its own",
    ),
    "evaluation.nomination-id": (
        "đề nghị thứ {place} có mã {nomination}; mã phải là chữ, không trống",
        "nomination number {place} has the id {nomination}; an id must be text and not empty",
    ),
    "evaluation.nomination-unit": (
        "đề nghị {nomination}: mã đơn vị phải là chữ",
        "the nomination {nomination}: the unit must be text",
    ),
    "evaluation.nomination-rank": (
        "đề nghị {nomination}: STT phải là số nguyên, hoặc không có",
        "the nomination {nomination}: the rank must be a whole number, or none",
    ),
    "evaluation.nomination-facts": (
        "đề nghị {nomination}: các dữ kiện phải là một bảng tên – giá trị",
        "the nomination {nomination}: the facts must be a mapping from names to values",
    ),
    "evaluation.outside": (
        "ngày quyết định {day} nằm ngoài thời gian áp dụng của bộ quy tắc ({start} – {until})",
        "the decision date {day} lies outside the pack's effective dates ({start} – {until})",
    ),
    "evaluation.unknown-fact": (
        "{count} đề nghị có dữ kiện “{fact}” mà bộ quy tắc không biết; dữ kiện ấy không được xét",
        "{count} nominations bring the fact “{fact}”, which the pack does not know; it is not looked at",
    ),
    "evaluation.unknown-fact-meant": (
        "{count} đề nghị có dữ kiện “{fact}” mà bộ quy tắc không biết; có phải ý là: {meant}?",
        "{count} nominations bring the fact “{fact}”, which the pack does not know; did you mean: {meant}?",
    ),
    "evaluation.fact-type": (
        "đề cử {nomination}: dữ kiện “{fact}” có giá trị {value}, không đúng kiểu hoặc ngoài giới hạn ({kind}); đọc hồ sơ bằng read_nominations, hoặc ghi giá trị đúng kiểu, bỏ trống nếu chưa biết",
        "nomination {nomination}: the fact “{fact}” has the value {value}, which is not of its type or outside its bounds ({kind}); read it with read_nominations, or give a value of the type, none if it is not known",
    ),
}
