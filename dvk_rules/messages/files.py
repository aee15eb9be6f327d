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
    # files that cannot be read
    "file.missing": (
        "không có tệp “{file}”; hãy kiểm tra đường dẫn",
        "there is no file “{file}”; check the path",
    ),
    "file.is-a-folder": (
        "thư mục “{file}” không có danh sách nào (xlsx, xls, xlsb, ods, csv); hãy chỉ ra thư mục chứa tệp các đơn vị gửi",
        "the folder “{file}” holds no list (xlsx, xls, xlsb, ods, csv); name the folder with the files that units sent",
    ),
    "file.empty": (
        "“{file}” là tệp rỗng (0 byte); hãy xin đơn vị gửi lại",
        "“{file}” is empty (0 bytes); ask the unit to send it again",
    ),
    "file.too-large": (
        "“{file}” nặng {size} MB, quá mức {most} MB; hãy bỏ ảnh và các trang không dùng rồi lưu lại",
        "“{file}” has {size} MB, more than the {most} MB allowed; remove pictures and unused sheets and save it again",
    ),
    "file.not-allowed": (
        "không được phép đọc “{file}”; hãy đóng tệp trong Excel hoặc xin quyền đọc",
        "reading “{file}” is not allowed; close it in Excel or ask for permission to read it",
    ),
    "file.unreadable": (
        "không đọc được “{file}” ({reason}); hãy chép tệp vào máy rồi thử lại",
        "“{file}” cannot be read ({reason}); copy it to this machine and try again",
    ),
    "file.encrypted": (
        "“{file}” có mật khẩu; hãy mở trong Excel, bỏ mật khẩu (Tệp → Thông tin → Bảo vệ) rồi lưu lại",
        "“{file}” has a password; open it in Excel, remove the password (File → Info → Protect) and save it again",
    ),
    "file.damaged": (
        "“{file}” bị hỏng hoặc chưa tải hết; hãy xin đơn vị gửi lại",
        "“{file}” is damaged or was not received whole; ask the unit to send it again",
    ),
    "file.bomb": (
        "“{file}” bung ra quá lớn ({size} MB) so với một danh sách đề nghị nên không được mở; hãy chép riêng bảng sang tệp mới",
        "“{file}” unpacks to far more ({size} MB) than a list of nominations and was not opened; copy the table into a new file",
    ),
    "file.is-another-kind": (
        "“{file}” là tệp {kind}, không phải bảng tính; hãy gửi tệp .xlsx theo mẫu",
        "“{file}” is a {kind} file and not a workbook; send an .xlsx made from the template",
    ),
    "file.is-a-web-page": (
        "“{file}” thật ra là trang web mang đuôi bảng tính; hãy mở trong Excel rồi chọn Lưu dưới dạng .xlsx",
        "“{file}” is really a web page named like a workbook; open it in Excel and save it as .xlsx",
    ),
    "file.not-a-workbook": (
        "“{file}” không phải bảng tính (xlsx, xls, ods), CSV hoặc JSON; hãy kiểm tra lại tệp",
        "“{file}” is not a workbook (xlsx, xls, ods), CSV or JSON; check the file",
    ),
    "file.not-text": (
        "không nhận ra bảng mã của “{file}”; hãy lưu lại dưới dạng CSV UTF-8 hoặc .xlsx",
        "the encoding of “{file}” is not recognised; save it as CSV UTF-8 or .xlsx",
    ),
    "file.lost-letters": (
        "chữ có dấu trong “{file}” đã mất khi lưu (còn dấu ? giữa từ); hãy mở tệp gốc rồi lưu thành CSV UTF-8 hoặc .xlsx",
        "letters with marks were lost when “{file}” was saved (question marks within words); save the original again as CSV UTF-8 or .xlsx",
    ),
    "file.not-json": (
        "“{file}” không phải JSON đúng cú pháp (dòng {line}); hãy sửa dòng đó",
        "“{file}” is not valid JSON (line {line}); mend that line",
    ),
    "file.too-many-rows": (
        "“{file}” có hơn {most} dòng (trang “{sheet}”); hãy xóa các dòng thừa bên dưới bảng rồi lưu lại",
        "“{file}” has more than {most} rows (sheet “{sheet}”); delete what stands far below the table and save it again",
    ),
    "file.too-many-columns": (
        "“{file}” có hơn {most} cột (trang “{sheet}”); hãy xóa các cột thừa bên phải bảng rồi lưu lại",
        "“{file}” has more than {most} columns (sheet “{sheet}”); delete what stands far right of the table and save it again",
    ),
    "file.nothing-in-it": (
        "“{file}” không có dòng nào; hãy kiểm tra có gửi nhầm mẫu trống không",
        "“{file}” has no rows; check whether an empty form was sent",
    ),
    "file.no-header": (
        "không thấy dòng tiêu đề cột trong “{file}”; cần một dòng có các cột như: {headers}",
        "no header row was found in “{file}”; it needs a row with columns such as: {headers}",
    ),
    "file.old-font": (
        "“{file}” gõ bằng bảng mã cũ (TCVN3, phông .VnTime) nên không đọc được chữ; hãy đổi sang Unicode (UniKey: Ctrl+Shift+F6) rồi lưu lại",
        "“{file}” is typed in an old encoding (TCVN3, .VnTime fonts) and its words cannot be read; convert it to Unicode (UniKey: Ctrl+Shift+F6) and save it again",
    ),
    "file.same-as": (
        "“{file}” giống hệt “{twin}” từng byte; chỉ đưa vào một tệp",
        "“{file}” is byte for byte the same as “{twin}”; give only one of them",
    ),
    "file.old-format": (
        "tệp kiểu .{form} không cho biết ô lỗi và dòng ẩn; nên lưu lại thành .xlsx để được kiểm tra đủ",
        "a .{form} file does not show which cells are errors or which rows are hidden; save it as .xlsx to have everything checked",
    ),
    # sheets
    "sheet.hidden": (
        "trang này đang ẩn nên không đọc; nếu cần thì bỏ ẩn rồi lưu lại",
        "this sheet is hidden and was not read; unhide it and save if it counts",
    ),
    "sheet.set-aside": (
        "trang này không có bảng đề nghị nên không đọc",
        "this sheet has no table of nominations and was not read",
    ),
    "sheet.no-rows": (
        "bảng ở trang này không có đề nghị nào",
        "the table on this sheet has no nominations",
    ),
    # columns
    "column.twice": (
        "cột “{header}” và cột ở ô {first} cùng nói về “{fact}”; hãy bỏ một cột",
        "the column “{header}” and the one at {first} both carry “{fact}”; remove one of them",
    ),
    "column.missing": (
        "bảng không có cột “{header}”; hãy thêm cột này",
        "the table has no column “{header}”; add it",
    ),
    "column.ignored": (
        "cột “{header}” không có trong bộ quy tắc nên không dùng đến",
        "the column “{header}” is not part of the rules and is not used",
    ),
    "column.ignored-meant": (
        "cột “{header}” không được dùng; có phải là cột “{meant}”? Nếu đúng thì sửa lại tên cột",
        "the column “{header}” is not used; is it “{meant}”? If so, correct its header",
    ),
    "column.no-header": (
        "cột {column} có dữ liệu nhưng không có tiêu đề nên không dùng đến; hãy ghi tiêu đề hoặc xóa cột",
        "column {column} holds values but has no header and is not used; give it a header or delete it",
    ),
    "column.remarks": (
        "cột “{header}” có chữ ở {count} dòng; ghi chú không được dùng để xét, hãy tự đọc",
        "the column “{header}” has words in {count} rows; remarks decide nothing, read them yourself",
    ),
    "column.remarks-several": (
        "cột “{header}” ở {sheets} trang có chữ ở {count} dòng; ghi chú không được dùng để xét, hãy tự đọc",
        "the column “{header}” on {sheets} sheets has words in {count} rows; remarks decide nothing, read them yourself",
    ),
    "column.ignored-several": (
        "cột “{header}” ở {sheets} trang không có trong bộ quy tắc nên không dùng đến",
        "the column “{header}” on {sheets} sheets is not part of the rules and is not used",
    ),
    "column.ignored-meant-several": (
        "cột “{header}” ở {sheets} trang không được dùng; có phải là cột “{meant}”? Nếu đúng thì sửa lại tên cột",
        "the column “{header}” on {sheets} sheets is not used; is it “{meant}”? If so, correct its header",
    ),
    # rows and cells
    "row.no-name": (
        "dòng này chưa có tên; hãy ghi họ tên hoặc tên tập thể",
        "this row has no name; write the name of the person or the collective",
    ),
    "row.no-rank": (
        "dòng này chưa có STT; hãy đánh số theo thứ tự ưu tiên của đơn vị",
        "this row has no rank; number the rows in the unit's own order",
    ),
    "row.rank-not-a-number": (
        "STT “{raw}” không phải số từ 1 trở lên; hãy ghi 1, 2, 3…",
        "the rank “{raw}” is not a number from 1 on; write 1, 2, 3…",
    ),
    "row.rank-twice": (
        "{unit} đã có STT {rank} tại {first}; hãy đánh số liền một mạch, hoặc ghi đủ loại đối tượng rồi đánh số lại từ 1 cho từng loại",
        "{unit} already has the rank {rank} at {first}; number the rows throughout, or give every row its kind and begin at 1 for each kind",
    ),
    "list.numbered-by-kind": (
        "{unit} đánh số lại từ 1 cho từng loại đối tượng; STT được hiểu là thứ tự trong loại, mã đề nghị ghi thêm loại (như {example})",
        "{unit} numbers each kind from 1; the rank is taken as the order within the kind, and ids name the kind (as {example})",
    ),
    "file.pack-without-rank": (
        "bộ quy tắc này không có thông tin nào giữ vai trò STT nên không đọc được bảng tính; thêm vào facts.yaml một thông tin có role: rank",
        "this pack has no fact in the role of the rank, so no table can be read; add one with role: rank to facts.yaml",
    ),
    "file.named-twice": (
        "“{file}” được chỉ ra hai lần; chỉ đọc một lần",
        "“{file}” was named twice; it is read once",
    ),
    "file.named-otherwise": (
        "“{file}” và “{first}” là cùng một tệp; chỉ đọc một lần",
        "“{file}” and “{first}” are the same file; it is read once",
    ),
    "file.none-left": (
        "không có danh sách nào để đọc; hãy chỉ ra tệp các đơn vị gửi, hoặc thư mục chứa các tệp ấy",
        "there is no list to read; name the files that units sent, or the folder they are in",
    ),
    "file.open-in-excel": (
        "tệp “{file}” đang mở trong Excel; nếu vừa sửa thì lưu, đóng lại rồi nhập lại",
        "“{file}” is open in Excel; if it was just changed, save it, close it and import again",
    ),
    "row.unknown-unit": (
        "“{raw}” không phải đơn vị được đề nghị; hãy ghi đúng tên đơn vị như ở đầu biểu mẫu đã gửi",
        "“{raw}” is not a nominating unit; write the name of the unit as it stands above the form",
    ),
    "row.unknown-unit-meant": (
        "“{raw}” không phải đơn vị được đề nghị; có phải là “{meant}”? Nếu đúng thì ghi tên ấy",
        "“{raw}” is not a nominating unit; is it “{meant}”? If so, write that name",
    ),
    "row.no-unit": (
        "không rõ dòng này của đơn vị nào; hãy thêm cột “Đơn vị đề nghị” hoặc ghi tên đơn vị trên đầu bảng",
        "it is not clear which unit proposes this row; add a column “Nominating unit” or write the unit above the table",
    ),
    "row.hidden": (
        "dòng {row} đang bị ẩn trong bảng tính nhưng vẫn được đọc; nếu không đề nghị nữa thì xóa hẳn",
        "row {row} is hidden in the workbook and was read all the same; delete it if it is no longer proposed",
    ),
    "row.set-aside": (
        "dòng “{text}” không phải một đề nghị nên không đọc",
        "the row “{text}” is not a nomination and was not read",
    ),
    "cell.error": (
        "ô này báo lỗi {error}; hãy sửa công thức hoặc ghi giá trị",
        "this cell shows the error {error}; mend the formula or write the value",
    ),
    "cell.not-calculated": (
        "ô này là công thức chưa được tính; hãy mở bằng Excel rồi lưu lại, hoặc ghi thẳng giá trị",
        "this cell holds a formula that was never calculated; open and save the file in Excel, or write the value",
    ),
    # JSON
    "json.not-a-list": (
        "“{file}” phải là một mảng các đề nghị [{{…}}, {{…}}]",
        "“{file}” must be an array of nominations [{{…}}, {{…}}]",
    ),
    "json.not-an-object": (
        "chỗ này phải là một đối tượng {{…}}",
        "this must be an object {{…}}",
    ),
    "json.key-twice": (
        "khóa “{key}” xuất hiện hai lần trong một đối tượng; hãy bỏ một",
        "the key “{key}” stands twice in one object; remove one",
    ),
    "json.unknown-key": (
        "không có khóa “{key}”; chỉ dùng: {known}",
        "there is no key “{key}”; use only: {known}",
    ),
    "json.bad-id": (
        "id phải là chữ, không để trống",
        "an id must be text and not empty",
    ),
    "json.unknown-fact": (
        "bộ quy tắc không có yếu tố “{fact}”; hãy sửa tên hoặc bỏ đi",
        "the rules know no fact “{fact}”; correct its name or remove it",
    ),
    "json.not-given": (
        "“{fact}” không ghi ở đây: bộ quy tắc tự suy ra, lấy từ danh mục đơn vị, hoặc đã có ở ngoài",
        "“{fact}” is not written here: it is concluded, taken from the register of units, or stands outside already",
    ),
    # the workbook that goes back
    "stage.answers": ("Đánh dấu các tệp trả lại", "Marking the files to return"),
    "answers.column": ("Lỗi / Lý do", "Errors / reasons"),
    "answers.sheet": ("Cần sửa", "To mend"),
    "answers.title": ("Có {count} chỗ cần sửa trong tệp này", "{count} to mend in this file"),
    "answers.how": (
        "Bấm vào cột “Ô” để đến chỗ cần sửa. Sửa thẳng vào tệp này rồi gửi lại; không cần xóa trang này và cột “Lỗi / Lý do”.",
        "Follow the links in “Cell”. Mend this very file and send it back; this sheet and the column “Errors / reasons” may stay.",
    ),
    "answers.problem": ("Lỗi: {sentence}", "Error: {sentence}"),
    "answers.notice": ("Lưu ý: {sentence}", "Note: {sentence}"),
    # the summary of an import
    "summary.said": (
        "{pack}: {count} đề nghị từ {files} tệp, {problems} chỗ cần sửa",
        "{pack}: {count} nominations from {files} files, {problems} to mend",
    ),
    "summary.files": ("Tệp", "Files"),
    "summary.files-title": ("Tổng hợp tiếp nhận danh sách đề nghị", "What was received"),
    "summary.by-unit": ("Theo đơn vị", "By unit"),
    "summary.by-unit-title": ("Số đề nghị của từng đơn vị", "What each unit proposes"),
    "summary.errors": ("Lỗi", "Errors"),
    "summary.errors-title": ("Những chỗ đơn vị cần sửa", "What units have to mend"),
    "summary.remarks": ("Lưu ý", "Notes"),
    "summary.remarks-title": (
        "Những chỗ cán bộ nên xem lại, không bắt buộc sửa",
        "What should be looked at; nothing has to be mended",
    ),
    "summary.near": ("Nghi trùng", "Near duplicates"),
    "summary.near-title": (
        "Những cặp có thể là cùng một đối tượng: chương trình không tự bỏ, cán bộ quyết định",
        "Pairs that may be one subject: nothing is merged, a person decides",
    ),
    "summary.near-how": (
        "Đúng là một: ghi cùng một “Mã đối tượng” ở cả hai tệp (chỉ tính một lần), hoặc bỏ một đề nghị. Khác nhau: để nguyên.",
        "One subject: write the same subject code in both files (it then counts once), or drop one. Two subjects: leave them.",
    ),
    "near.both-selected": (
        "“{first}” và “{second}” cùng có {tier} và có thể là một ({because}); nếu đúng thì ghi cùng một “Mã đối tượng” rồi chạy lại",
        "“{first}” and “{second}” both have {tier} and may be one ({because}); if so, give both the same subject code and run again",
    ),
    "summary.file": ("Tệp", "File"),
    "summary.sheet": ("Trang", "Sheet"),
    "summary.cell": ("Ô", "Cell"),
    "summary.column": ("Cột", "Column"),
    "summary.what": ("Nội dung và cách sửa", "What is wrong and what to do"),
    "summary.unit": ("Đơn vị", "Unit"),
    "summary.units": ("Đơn vị", "Units"),
    "summary.rows": ("Số đề nghị", "Nominations"),
    "summary.state": ("Tình trạng", "State"),
    "summary.silent": ("chưa có đề nghị nào", "nothing proposed yet"),
    "summary.nothing": ("Không có.", "None."),
    "summary.to-do": ("Việc cần làm", "What to do"),
    "summary.do-return": (
        "Gửi lại đơn vị bản đã đánh dấu trong thư mục tra-lai để sửa",
        "Send the marked copy in the folder tra-lai back to the unit to be mended",
    ),
    "summary.do-ask-again": (
        "Xin đơn vị gửi lại tệp khác; lý do ở trang “Lỗi”",
        "Ask the unit for another file; the sheet “Errors” says why",
    ),
    "summary.do-check-empty": (
        "Hỏi lại đơn vị: không đề nghị ai, hay gửi nhầm mẫu trống?",
        "Ask the unit whether it proposes nobody or sent the empty form by mistake",
    ),
    "summary.do-look": (
        "Đủ, dùng được; nên xem trang “Lưu ý”",
        "Complete and usable; see the sheet “Notes”",
    ),
    "summary.do-nothing": ("Đủ, dùng được", "Complete and usable"),
    "summary.first": ("Đề nghị thứ nhất", "First"),
    "summary.second": ("Đề nghị thứ hai", "Second"),
    "summary.name": ("Tên", "Name"),
    "summary.because": ("Vì sao nghi trùng", "Why"),
    "summary.same-model": ("Cùng mô hình", "Same model"),
    "summary.decision": ("Cán bộ quyết định", "Decision"),
    "near.subject": ("cùng mã đối tượng", "the same subject code"),
    "near.name": ("cùng tên", "the same name"),
    "near.spelling": (
        "tên chỉ khác dấu, khoảng trắng hoặc một chữ",
        "names that differ by marks, spaces or one letter",
    ),
    # the form that units fill in
    "template.list": ("Danh sách", "List"),
    "template.guide": ("Hướng dẫn", "Guide"),
    "template.choices": ("Danh mục", "Choices"),
    "template.title": (
        "DANH SÁCH ĐỀ NGHỊ BIỂU DƯƠNG, KHEN THƯỞNG",
        "LIST OF NOMINATIONS",
    ),
    "template.unit": ("Đơn vị đề nghị: {unit}", "Nominating unit: {unit}"),
    "template.no-unit": (
        "không có đơn vị “{unit}”; dùng một trong: {known}",
        "there is no unit “{unit}”; use one of: {known}",
    ),
    "template.no-unit-meant": (
        "không có đơn vị “{unit}”; có phải ý là: {known}?",
        "there is no unit “{unit}”; did you mean: {known}?",
    ),
    "template.not-xlsx": (
        "biểu mẫu là tệp .xlsx; hãy đặt tên “{name}”",
        "the form is an .xlsx file; name it “{name}”",
    ),
    "template.each-not-a-folder": (
        "với --each cần tên một thư mục, không phải tên tệp; ví dụ “{name}”",
        "--each needs the name of a folder and not of a file, such as “{name}”",
    ),
    "template.unit-or-each": (
        "--unit và --each không dùng cùng nhau; hãy bỏ một trong hai",
        "--unit and --each do not go together; leave one of them out",
    ),
    "template.asked-for": ("Màu này: cần để xét {tier}", "This colour: needed for {tier}"),
    "template.asked-otherwise": (
        "Màu này: để tính điểm, ưu tiên hoặc in danh sách",
        "This colour: for points, preferences or the printed list",
    ),
    "template.example": ("Ví dụ", "Example"),
    "template.error": ("Ô này chỉ nhận: {allowed}", "This cell takes only: {allowed}"),
    "template.from-list": ("chọn trong danh mục", "choose from the list"),
    "template.percent": ("từ 0% đến 100%, ví dụ 85%", "from 0% to 100%, for example 85%"),
    "template.date": ("ngày, ví dụ 30/11/2020", "a date, for example 30/11/2020"),
    "template.many": (
        "một hay nhiều, cách nhau bằng dấu chấm phẩy: {choices}",
        "one or more, separated by semicolons: {choices}",
    ),
    "template.for-the-list": (
        "dùng để lập và in danh sách",
        "for drawing up and printing the list",
    ),
    "template.guide-title": ("Hướng dẫn điền danh sách", "How to fill in the list"),
    "template.how-1": (
        "Mỗi dòng một đề nghị; STT là thứ tự ưu tiên của đơn vị, 1 là trường hợp đề nghị trước nhất.",
        "One row for each nomination; the rank is the unit's own order, 1 the first choice.",
    ),
    "template.how-2": (
        "Điều chưa rõ thì để trống, không ghi “không”: ô trống nghĩa là chưa rõ, và sẽ được hỏi lại.",
        "Leave empty what is not known and do not write “no”: an empty cell means unknown, and will be asked for.",
    ),
    "template.how-3": (
        "Dòng “Ví dụ” không được tính. Không ghi số căn cước, tôn giáo hoặc nội dung vụ việc đang xem xét.",
        "The example row does not count. Write no identity number, religion or details of pending cases.",
    ),
    "template.guide-place": ("Cột", "Col."),
    "template.guide-column": ("Tên cột", "Header"),
    "template.guide-meaning": ("Ý nghĩa và cách ghi", "Meaning"),
    "template.guide-allowed": ("Giá trị", "Values"),
    "template.guide-clauses": ("Được hỏi tại", "Asked under"),
}
