"""Texts about packs, their values and their YAML."""

TEXTS: dict[str, tuple[str, str]] = {
    # YAML
    "yaml.syntax": (
        "không đọc được YAML: {detail}. Kiểm tra thụt lề, dấu hai chấm và dấu nháy ở dòng này hoặc dòng ngay trên",
        "this is not valid YAML: {detail}. Check the indentation, colons and quotes on this line or the one above",
    ),
    "yaml.alias": (
        "không dùng neo và bí danh (& và *) trong tệp này; hãy chép lại giá trị",
        "anchors and aliases (& and *) are not used in these files; write the value again",
    ),
    "yaml.key": ("tên khóa phải là chữ", "a key must be plain text"),
    "yaml.duplicate": (
        "khóa “{key}” đã có ở dòng {line}; hãy bỏ một trong hai",
        "the key “{key}” stands already on line {line}; remove one of the two",
    ),
    "yaml.not-a-mapping": (
        "tệp này phải bắt đầu bằng các khóa có dấu hai chấm",
        "this file must start with keys followed by colons",
    ),
    # values
    "value.too-low": ("{value} nhỏ hơn mức thấp nhất {bound}", "{value} is below the least allowed, {bound}"),
    "value.too-high": ("{value} lớn hơn mức cao nhất {bound}", "{value} is above the most allowed, {bound}"),
    "value.not-a-choice": (
        "“{raw}” không phải là một trong: {choices}",
        "“{raw}” is not one of: {choices}",
    ),
    "value.one-choice": ("chỉ ghi một giá trị, không ghi danh sách", "write one value here, not a list"),
    "value.not-a-bool": ("“{raw}” không phải là có hoặc không", "“{raw}” is neither yes nor no"),
    "value.not-an-int": ("“{raw}” không phải là số nguyên", "“{raw}” is not a whole number"),
    "value.not-a-number": ("“{raw}” không phải là số", "“{raw}” is not a number"),
    "value.not-a-date": (
        "“{raw}” không phải là ngày; hãy ghi theo dạng 30/11/2020",
        "“{raw}” is not a date; write it like 30/11/2020 or 2020-11-30",
    ),
    "value.no-such-day": ("không có ngày “{raw}” trong lịch", "there is no such day as “{raw}”"),
    "value.serial-date": (
        "ô chứa số {raw} thay vì ngày (có thể là {meant}); hãy định dạng ô là ngày",
        "the cell holds the number {raw} instead of a date (perhaps {meant}); format the cell as a date",
    ),
}
