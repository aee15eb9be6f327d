"""What the desk in a browser says."""

TEXTS: dict[str, tuple[str, str]] = {
    "web.title": ("Bàn làm việc", "The desk"),
    "web.skip": ("Đến nội dung", "To the content"),
    "web.other-language": ("English", "Tiếng Việt"),
    "web.about": (
        "Từ tệp của các đơn vị đến danh sách khen thưởng. Mọi thứ nằm trong thư mục trên máy này; "
        "không gì được gửi đi đâu.",
        "From the units' workbooks to the list. Everything stays in a folder on this machine; "
        "nothing is sent anywhere.",
    ),
    "web.empty-desk": (
        "Thư mục này chưa có kịch bản nào. Có thể chép trường hợp mẫu của Kế hoạch năm 2020 vào "
        "đây (dữ liệu mô phỏng) rồi sửa số liệu cho đợt của mình.",
        "There is no scenario in this folder yet. The case of the 2020 plan (invented data) can be "
        "copied here, to be changed into your own.",
    ),
    "web.example": ("Chép trường hợp mẫu vào đây", "Copy the example here"),
    # lists
    "web.lists": ("Danh sách đề nghị", "Nominations"),
    "web.forms-about": (
        "Biểu mẫu Excel cho từng đơn vị, có sẵn các lựa chọn; gửi cho đơn vị điền.",
        "An Excel form for each unit, with its choices in it, for the units to fill in.",
    ),
    "web.forms": ("Tạo biểu mẫu", "Make the forms"),
    "web.import-about": (
        "Chọn các tệp đơn vị gửi về (chọn được nhiều tệp một lần). Chương trình gộp lại, nêu mọi "
        "chỗ cần sửa và đánh dấu vào bản trả lại; tệp gốc giữ nguyên.",
        "Choose what the units sent, many files at a time. They are joined, everything to mend is "
        "said at once and marked in a copy; the files themselves stay as they are.",
    ),
    "web.files": ("Các tệp", "The files"),
    "web.import": ("Nhập các tệp", "Take in the files"),
    "web.no-files": ("chưa chọn tệp nào", "no file was chosen"),
    "web.use-list": (
        "Dùng danh sách này: chọn kịch bản để dựa vào",
        "Use this list: choose the scenario to start from",
    ),
    "web.answers": ("Tổng hợp và các tệp trả lại", "The summary and the files to return"),
    # scenarios
    "web.scenarios": ("Kịch bản", "Scenarios"),
    "web.scenario": ("Kịch bản", "Scenario"),
    "web.file": ("Tệp", "File"),
    "web.no-scenarios": (
        "Chưa có kịch bản nào trong thư mục.",
        "There is no scenario in the folder yet.",
    ),
    "web.allocate": ("Phân bổ", "Allocate"),
    "web.allocating": ("Phân bổ: {title}", "Allocating: {title}"),
    "web.change": ("Xem, đổi số liệu", "See or change numbers"),
    "web.scenario-about": (
        "Tệp {file}. Bộ quy tắc: {pack}. Ngày quyết định {day}. Đổi số nào bên dưới thì thành một "
        "kịch bản mới dựa trên kịch bản này; kịch bản này giữ nguyên.",
        "File {file}. Rules: {pack}. Decided on {day}. What is changed below becomes a new "
        "scenario on top of this one; this one stays as it is.",
    ),
    "web.new-scenario": ("Kịch bản mới", "The new scenario"),
    "web.new-title": ("Tên kịch bản mới", "Its title"),
    "web.title-example": ("Phương án 85 thư khen", "The plan with 85 letters"),
    "web.who": ("Ai quyết định", "Who decides"),
    "web.why": ("Lý do", "Why"),
    "web.seats": ("Số suất", "Seats"),
    "web.quotas": ("Chỉ tiêu", "Quotas"),
    "web.general": ("Mức chung", "For all others"),
    "web.bound": ("Mức", "Bound"),
    "web.parameters": ("Ngưỡng của quy tắc", "Thresholds of the rules"),
    "web.parameters-about": (
        "Các ngưỡng, mốc ngày mà quy tắc dùng; đổi ở đây chỉ đổi cho kịch bản mới",
        "The thresholds and days that the rules use; changed here, for the new scenario only",
    ),
    "web.decisions": ("Quyết định của hội đồng", "Decisions of the committee"),
    "web.decisions-about": (
        "Chọn hoặc không chọn một đề nghị, kèm người quyết định và lý do ở trên. Mã đề nghị có "
        "dạng đơn-vị/STT.",
        "Include or exclude one nomination, with who decides and why above. The id of a "
        "nomination is unit/number.",
    ),
    "web.decision": ("Quyết định", "Decision"),
    "web.nomination": ("Mã đề nghị", "Nomination"),
    "web.lists-used": ("Danh sách đề nghị dùng cho kịch bản", "The nominations it is about"),
    "web.lists-about": (
        "Đang dùng: {files}. Chọn tệp khác bên dưới, hoặc để nguyên.",
        "In use: {files}. Choose others below, or leave it.",
    ),
    "web.save": ("Lưu kịch bản mới và phân bổ", "Save the new scenario and allocate"),
    "web.cancel": ("Bỏ", "Leave"),
    "web.no-title": (
        "kịch bản mới chưa có tên; hãy điền “Tên kịch bản mới”",
        "the new scenario has no title yet",
    ),
    "web.who-and-why": (
        "có quyết định của hội đồng thì phải điền “Ai quyết định” và “Lý do”",
        "with a decision of the committee, who decides and why must be filled in",
    ),
    "web.nothing-changed": (
        "chưa đổi số nào; để chạy đúng kịch bản này hãy bấm “Phân bổ” ở trang chính",
        "nothing was changed; to run this very scenario use “Allocate” on the first page",
    ),
    "web.empty": ("chưa có giá trị", "there is no value"),
    "web.whole": ("“{raw}” phải là số suất, không phải tỷ lệ", "“{raw}” must be a count of seats"),
    # runs
    "web.runs": ("Kết quả", "Results"),
    "web.run": ("Kết quả", "Result"),
    "web.written": ("Lưu lúc", "Written"),
    "web.choose": ("Chọn để so sánh", "Choose to compare"),
    "web.clash": ("chỉ tiêu vướng nhau", "the quotas clash"),
    "web.no-runs": ("Chưa phân bổ lần nào.", "Nothing has been allocated yet."),
    "web.report": ("Báo cáo", "Report"),
    "web.open-report": ("Mở báo cáo đầy đủ", "Open the whole report"),
    "web.notices": ("Thông báo cho từng đơn vị ({count})", "Notices to the units ({count})"),
    "web.compare": ("So sánh các kết quả đã chọn", "Compare those chosen"),
    "web.compare-about": (
        "Ai vào, ai ra, do thay đổi nào; chọn từ hai kết quả trở lên.",
        "Who enters, who leaves, by which change; choose two or more.",
    ),
    "web.comparing": ("So sánh", "Comparing"),
    "web.two-runs": ("hãy chọn ít nhất hai kết quả để so sánh", "choose at least two results"),
    "web.why-about": (
        "Vì sao một đề nghị được hay không được chọn? Gõ mã hoặc tên.",
        "Why is a nomination in or out? Type its id or name.",
    ),
    "web.ask": ("Xem lý do", "Show why"),
    "web.all-rules": ("Mọi quy tắc, đầy đủ", "Every rule in full"),
    "web.check-about": (
        "Tính lại tất cả từ đầu vào để kiểm tra; tính xem thêm, bớt một suất thì đổi gì.",
        "Derive everything again from the inputs; see what one seat more or less would change.",
    ),
    "web.verify": ("Kiểm tra lại", "Verify"),
    "web.verifying": ("Kiểm tra lại", "Verifying"),
    "web.prices": ("Giá của từng chỉ tiêu", "The price of each quota"),
    "web.pricing": ("Giá của từng chỉ tiêu", "The price of each quota"),
    "web.what-if": ("Nếu {nomination} khác đi", "If {nomination} were different"),
    "web.what-if-title": ("Nếu khác đi thì sao?", "What if?"),
    "web.what-if-about": (
        "Thử thay một thông tin của đề nghị này và phân bổ lại; không gì được lưu.",
        "Try another value for one fact of this nomination and allocate anew; nothing is saved.",
    ),
    "web.fact": ("Thông tin (đang ghi)", "Fact (as it is)"),
    "web.value": ("Giá trị khác (để trống: chưa biết)", "Another value (empty: unknown)"),
    "web.what-if-go": ("Tính thử", "Try"),
    # the rest
    "web.waiting": ("Đang chuẩn bị", "Getting ready"),
    "web.back": ("Quay lại", "Back"),
    "web.home": ("Về trang chính", "To the first page"),
    "web.wrong": ("Chưa làm được", "This cannot be done"),
    "web.unexpected": (
        "chương trình gặp lỗi ngoài dự kiến ({name}); đây là lỗi của chương trình, không phải của bạn",
        "an unexpected mistake of the program ({name}), not of yours",
    ),
    "web.status-403": (
        "trang này chỉ dùng được từ máy đang chạy chương trình; nếu chương trình vừa khởi động "
        "lại, hãy mở lại trang chính",
        "this page works from the machine that runs the program only; if that has just been "
        "started again, open the first page again",
    ),
    "web.status-404": (
        "không có trang hoặc tệp này; có thể nó vừa được đổi tên hay xóa",
        "there is no such page or file; it may have been renamed or removed",
    ),
    "web.status-413": (
        "các tệp quá lớn (trên 200 MB); hãy nhập ít tệp hơn một lần",
        "the files are too large (over 200 MB); take in fewer at a time",
    ),
    "web.status-500": (
        "chương trình gặp lỗi ngoài dự kiến; đây là lỗi của chương trình, không phải của bạn",
        "an unexpected mistake of the program, not of yours",
    ),
    "web.no-library": (
        "bàn làm việc cần gói thêm; hãy cài: pip install “dvk-rules[serve]”",
        "the desk needs an extra; install it: pip install “dvk-rules[serve]”",
    ),
    "web.no-folder": (
        "không có thư mục “{folder}”; hãy tạo thư mục hoặc sửa đường dẫn",
        "there is no folder “{folder}”; make it, or mend the path",
    ),
    "web.no-port": ("không mở được cổng trên máy này: {reason}", "no port can be opened: {reason}"),
    "web.open": (
        "Bàn làm việc mở tại {address} (chỉ trên máy này). Bấm Ctrl+C để dừng.",
        "The desk is at {address} (on this machine only). Ctrl+C stops it.",
    ),
}
