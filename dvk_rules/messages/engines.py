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
    "evaluation.fact-type": (
        "đề cử {nomination}: dữ kiện “{fact}” có giá trị {value}, không đúng kiểu ({kind}); đọc hồ sơ bằng read_nominations, hoặc ghi giá trị đúng kiểu, bỏ trống nếu chưa biết",
        "nomination {nomination}: the fact “{fact}” has the value {value}, which is not of its type ({kind}); read it with read_nominations, or give a value of the type, none if it is not known",
    ),
}
