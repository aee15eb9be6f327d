"""Texts about the engines."""

TEXTS: dict[str, tuple[str, str]] = {
    "engine.none": (
        "không có bộ máy “{engine}”; hiện có: {known}",
        "there is no engine “{engine}”; there are: {known}",
    ),
    "engine.fallback": (
        "không dùng được durable_rules ({reason}); đã dùng bộ máy tham chiếu, kết luận như nhau",
        "durable_rules cannot be used ({reason}); the reference engine served, the verdicts are the same",
    ),
}
