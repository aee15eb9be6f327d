"""Texts about tables and bulk evaluation."""

TEXTS: dict[str, tuple[str, str]] = {
    "table.no-id-column": (
        "bảng thiếu cột “{column}” (mã của đề nghị); thêm cột này, kiểu String",
        "the table lacks the column “{column}” (the id of the nomination); add it, of type String",
    ),
    "table.no-id": (
        "{count} dòng không có mã ở cột “{column}”; mỗi dòng cần một mã",
        "{count} rows have no id in the column “{column}”; give every row one",
    ),
    "table.same-id": (
        "cột “{column}” có {count} dòng trùng mã với dòng khác: {examples}; cho mỗi dòng một mã riêng",
        "the column “{column}” has {count} rows that share their id with another row: {examples}; give every row its own",
    ),
    "table.taken": (
        "gói luật có yếu tố tên “{column}”, trùng với cột mã của đề nghị; đổi tên yếu tố đó",
        "the pack has a fact named “{column}”, which is the column of ids; rename the fact",
    ),
    "table.unknown-column": (
        "không yếu tố nào có tên “{column}”; xóa cột, đổi tên cột, hoặc yêu cầu giữ nguyên cột (keep)",
        "no fact is named “{column}”; remove the column, rename it, or ask to keep it as it is (keep)",
    ),
    "table.unknown-column-meant": (
        "không yếu tố nào có tên “{column}”; có phải là: {meant}? nếu không, yêu cầu giữ nguyên cột (keep)",
        "no fact is named “{column}”; is {meant} meant? if not, ask to keep the column as it is (keep)",
    ),
    "table.not-kept": (
        "cột “{column}” không giữ nguyên được: đó là tên của một yếu tố, hoặc có dấu “:”; bỏ khỏi keep hoặc đổi tên",
        "the column “{column}” cannot be kept: it is a fact's name, or contains “:”; take it off keep or rename it",
    ),
    "table.nothing-to-keep": (
        "không có cột “{column}” để giữ nguyên; kiểm tra lại tên",
        "there is no column “{column}” to keep; check the name",
    ),
    "table.type": (
        "cột “{column}” có kiểu {found}; cần một trong: {wanted}",
        "the column “{column}” is of type {found}; it needs one of: {wanted}",
    ),
    "table.float": (
        "cột “{column}” là số thực dấu phẩy động ({found}), không giữ đúng được số thập phân; đổi sang một trong: {wanted}",
        "the column “{column}” holds floats ({found}), which do not keep decimals exactly; use one of: {wanted}",
    ),
    "table.choice": (
        "cột “{column}” có {count} ô không thuộc các lựa chọn (ví dụ: {examples}; ở dòng: {rows}); các lựa chọn: {known}",
        "the column “{column}” has {count} cells that are no choice (for example: {examples}; in the rows: {rows}); the choices: {known}",
    ),
    "table.not-a-number": (
        "cột “{column}” có {count} ô không phải là số (ví dụ: {examples}; ở dòng: {rows}); viết bằng chữ số, dấu chấm trước phần thập phân, không có số mũ",
        "the column “{column}” has {count} cells that are not numbers (for example: {examples}; in the rows: {rows}); write digits, a point before decimals, no exponent",
    ),
    "table.too-low": (
        "cột “{column}” có {count} ô nhỏ hơn {bound} (ví dụ: {examples}; ở dòng: {rows}); sửa các ô đó",
        "the column “{column}” has {count} cells below {bound} (for example: {examples}; in the rows: {rows}); correct them",
    ),
    "table.too-high": (
        "cột “{column}” có {count} ô lớn hơn {bound} (ví dụ: {examples}; ở dòng: {rows}); sửa các ô đó",
        "the column “{column}” has {count} cells above {bound} (for example: {examples}; in the rows: {rows}); correct them",
    ),
    "table.no-such-row": (
        "không dòng nào có mã: {ids}; kiểm tra lại mã",
        "no row has the id: {ids}; check the ids",
    ),
    "bulk.batch-rows": (
        "số dòng mỗi lượt phải là số nguyên từ 1 trở lên, không phải {value}",
        "the rows of a batch must be a whole number of at least 1, not {value}",
    ),
    "bulk.detail": (
        "mức chi tiết phải là một trong: {known}; không phải {value}",
        "the detail must be one of {known}, not {value}",
    ),
    "bulk.kind": (
        "“{path}” không phải là loại tệp đọc ghi được; dùng một trong các đuôi: {known}",
        "“{path}” is not a kind of file that can be read or written; use one of the endings: {known}",
    ),
    "bulk.no-source": (
        "không có tệp “{path}”; kiểm tra lại đường dẫn",
        "there is no file “{path}”; check the path",
    ),
    "bulk.unreadable": (
        "tệp không đọc được ({detail}); kiểm tra xem tệp có bị hỏng hoặc ghi dở không",
        "the file cannot be read ({detail}); check whether it is damaged or half-written",
    ),
    "bulk.source-changed": (
        "tệp nguồn đã thay đổi trong khi đang xét; không ghi kết quả, hãy chạy lại",
        "the source changed while it was being evaluated; nothing is written, run it again",
    ),
    "bulk.other-work": (
        "thư mục “{folder}” chứa phần dở dang của một lần chạy khác (khác ở: {differ}); xóa thư mục đó, yêu cầu chạy lại từ đầu, hoặc ghi ra tệp khác",
        "the folder “{folder}” holds parts of other work (it differs in: {differ}); remove it, ask to restart, or write to another file",
    ),
    "bulk.worker": (
        "một máy của cụm gặp lỗi ({detail}); những phần đã xong được giữ lại, chạy lại để làm tiếp",
        "a worker of the cluster failed ({detail}); the parts that are done are kept, run it again to go on",
    ),
    "stage.bulk": ("Xét điều kiện hàng loạt", "Evaluating in bulk"),
    "stage.join": ("Ghép kết quả", "Joining the results"),
}
