"""Texts about files: reading what units send, templates, what is written."""

TEXTS: dict[str, tuple[str, str]] = {
    # writing
    "write.disk-full": (
        "ổ đĩa đã đầy, chưa ghi được; hãy giải phóng chỗ trống rồi làm lại, không có tệp nào bị ghi dở",
        "the disk is full and nothing was written; free some space and try again, no file is half-written",
    ),
    "write.read-only": (
        "ổ đĩa này chỉ cho đọc; hãy chọn một thư mục khác",
        "this disk is read-only; choose another folder",
    ),
    "write.not-allowed": (
        "không được phép ghi ở đây; nếu tệp đang mở trong Excel thì đóng lại, nếu thư mục chỉ cho đọc thì chọn thư mục khác",
        "writing here is not allowed; close the file if Excel has it open, or choose another folder",
    ),
    "write.exists": (
        "đã có sẵn và không bị ghi đè; hãy chọn tên khác hoặc tự xóa trước",
        "this exists already and is not overwritten; choose another name or delete it yourself first",
    ),
    "write.not-a-folder": (
        "một phần của đường dẫn là tệp chứ không phải thư mục; hãy sửa đường dẫn",
        "a part of this path is a file and not a folder; correct the path",
    ),
    "write.is-a-folder": (
        "đây là thư mục, cần tên một tệp; hãy thêm tên tệp",
        "this is a folder where a file is needed; add the name of a file",
    ),
    "write.name-too-long": (
        "tên quá dài; hãy chọn tên ngắn hơn",
        "the name is too long; choose a shorter one",
    ),
    "write.failed": (
        "chưa ghi được ({reason}); không có tệp nào bị ghi dở, hãy kiểm tra ổ đĩa rồi làm lại",
        "nothing could be written ({reason}); no file is half-written, check the disk and try again",
    ),
}
