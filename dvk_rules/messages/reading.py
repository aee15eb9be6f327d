"""What is wrong in YAML before it is a pack: its writing, its values, its shape."""

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
    "yaml.tag": (
        "không dùng nhãn kiểu “{tag}” trong tệp này; hãy bỏ nó, chỉ để lại giá trị",
        "type tags such as “{tag}” are not used in these files; remove it and keep the value",
    ),
    "yaml.control": (
        "dòng này có ký tự điều khiển không nhìn thấy; hãy gõ lại dòng này",
        "this line holds an invisible control character; type the line again",
    ),
    "yaml.deep": (
        "các phần lồng nhau quá {most} tầng; hãy tách ra thành quy tắc suy ra (derive)",
        "parts nest more than {most} levels deep; take some out into rules that derive",
    ),
    "yaml.documents": (
        "dòng --- mở một tài liệu thứ hai; mỗi tệp chỉ có một, hãy bỏ dòng này",
        "the line --- begins a second document; a file holds one, so remove this line",
    ),
    "yaml.comma": (
        'trong ngoặc {{ }} dấu phẩy ngăn cách các mục, nên giá trị này bị cắt làm đôi; hãy đặt cả giá trị trong ngoặc kép: "{written}"',
        'in {{ }} a comma parts the entries, so this value was cut in two; put all of it in quotes: "{written}"',
    ),
    "yaml.sign": (
        "không dùng dấu > ở đây; hãy viết bằng chữ, ví dụ {{at_least: 80%}} là từ 80% trở lên, {{more_than: 80%}} là hơn 80%",
        "the sign > cannot stand here; write {{at_least: 80%}} for 80% or more, {{more_than: 80%}} for more than 80%",
    ),
    "yaml.dash": (
        "sau dấu gạch đầu dòng phải có một dấu cách, ví dụ “- id: ho-so”",
        "a dash that begins an entry must be followed by a space, as in “- id: dossier”",
    ),
    "yaml.bullet": (
        "mục bắt đầu bằng “{sign}”; hãy dùng dấu gạch ngắn và một dấu cách, ví dụ “- id: ho-so”",
        "this entry begins with “{sign}”; use a plain dash and a space, as in “- id: dossier”",
    ),
    "yaml.wide-colon": (
        "dấu hai chấm ở đây là “：” (chữ rộng); hãy gõ lại dấu hai chấm thường và một dấu cách",
        "the colon here is “：”, a wide one; type a plain colon and a space",
    ),
    "yaml.flow-extra": (
        "dòng này thừa dấu đóng ngoặc }} hoặc ]; hãy bỏ bớt, hoặc thêm dấu mở còn thiếu",
        "this line closes a bracket }} or ] that it does not open; remove it or add the opening one",
    ),
    "yaml.tab": (
        "dòng này thụt lề bằng phím Tab; hãy thay bằng dấu cách, hai dấu cách mỗi bậc",
        "this line is indented with a tab; use spaces, two for each level",
    ),
    "yaml.quote": (
        "dấu nháy mở ở dòng này mà chưa đóng; hãy thêm dấu nháy đóng",
        "a quote opens on this line and is never closed; close it",
    ),
    "yaml.glued": (
        "sau dấu hai chấm phải có một dấu cách, ví dụ “tier: letter”",
        "a colon must be followed by a space, as in “tier: letter”",
    ),
    "yaml.colon": (
        "dấu hai chấm ở đây không đúng chỗ: câu có dấu hai chấm thì đặt trong ngoặc kép, tên khóa thì phải có dấu hai chấm ngay sau",
        "a colon is missing or out of place here: put text that has one in quotes, and write one right after each key",
    ),
    "yaml.flow": (
        "phần trong ngoặc {{ }} hoặc [ ] ở đây chưa đúng: thiếu dấu phẩy, thiếu ngoặc đóng, hoặc câu có dấu phẩy, ngoặc, nháy chưa đặt trong ngoặc kép",
        "what stands in {{ }} or [ ] here is not right: a comma or a closing bracket is missing, or text with commas, brackets or quotes is not in quotes",
    ),
    "yaml.indent": (
        "dòng này thụt lề không khớp với các dòng cùng cấp ở trên; hãy cho thẳng cột",
        "this line is not indented like the lines of the same level above; line them up",
    ),
    "yaml.character": (
        "giá trị ở đây bắt đầu bằng ký tự đặc biệt (như % @ ` * &); hãy đặt trong ngoặc kép",
        "the value here begins with a special character (such as % @ ` * &); put it in quotes",
    ),
    "yaml.key": ("tên khóa phải là chữ", "a key must be plain text"),
    "yaml.duplicate": (
        "khóa “{key}” đã có ở dòng {line}; hãy bỏ một trong hai",
        "the key “{key}” stands already on line {line}; remove one of the two",
    ),
    "yaml.empty": (
        "tệp trống; hãy điền nội dung hoặc xóa tệp",
        "the file is empty; fill it in or delete it",
    ),
    "yaml.not-a-mapping": (
        "tệp này phải bắt đầu bằng các khóa có dấu hai chấm",
        "this file must start with keys followed by colons",
    ),
    # values
    "value.percent-unclear": (
        "“{raw}” có thể là {raw}% hay một số lớn hơn 100%; hãy ghi rõ kèm dấu %",
        "“{raw}” may be {raw}% or more than 100%; write it with a % sign",
    ),
    "value.grouping": (
        "“{raw}” có thể là {many} hay {few}; hãy ghi {many} không có dấu ngăn cách, hoặc ghi {few}",
        "“{raw}” may be {many} or {few}; write {many} without a mark between, or {few}",
    ),
    "value.part-of-whole": (
        "“{raw}” là {part} trên tổng số {whole}; cột này cần một số, hãy ghi {part} hoặc {whole}",
        "“{raw}” is {part} out of {whole}; one number is asked for here, write {part} or {whole}",
    ),
    "value.share-not-exact": (
        "“{raw}” không ra số phần trăm đúng (khoảng {near}%); hãy ghi tỷ lệ phần trăm như trong biên bản",
        "“{raw}” is no exact percentage (about {near}%); write the percentage as the minutes have it",
    ),
    "value.too-low": (
        "{value} nhỏ hơn mức thấp nhất {bound}; hãy kiểm tra lại con số",
        "{value} is below the least allowed, {bound}; check the number",
    ),
    "value.too-high": (
        "{value} lớn hơn mức cao nhất {bound}; hãy kiểm tra lại con số",
        "{value} is above the most allowed, {bound}; check the number",
    ),
    "value.not-a-choice": (
        "“{raw}” không có trong danh mục; hãy chọn một trong: {choices}",
        "“{raw}” is not among the choices; use one of: {choices}",
    ),
    "value.one-choice": (
        "chỉ ghi một giá trị, không ghi danh sách",
        "write one value here, not a list",
    ),
    "value.not-a-bool": (
        "“{raw}” không phải là có hoặc không; hãy ghi “có” hoặc “không”, chưa rõ thì để trống",
        "“{raw}” is neither yes nor no; write one of them, or leave it empty if it is not known",
    ),
    "value.not-an-int": (
        "“{raw}” không phải là số nguyên; hãy ghi số nguyên bằng chữ số",
        "“{raw}” is not a whole number; write a whole number in digits",
    ),
    "value.not-a-number": (
        "“{raw}” không phải là số; hãy ghi bằng chữ số",
        "“{raw}” is not a number; write it in digits",
    ),
    "value.not-a-date": (
        "“{raw}” không phải là ngày; hãy ghi theo dạng 30/11/2020",
        "“{raw}” is not a date; write it like 30/11/2020 or 2020-11-30",
    ),
    "value.no-such-day": (
        "lịch không có ngày “{raw}”; hãy kiểm tra lại ngày và tháng",
        "there is no such day as “{raw}”; check the day and the month",
    ),
    "value.serial-date": (
        "ô chứa số {raw} thay vì ngày (có thể là {meant}); hãy định dạng ô là ngày",
        "the cell holds the number {raw} instead of a date (perhaps {meant}); format the cell as a date",
    ),
    # the shape of files
    "shape.unknown-key": (
        "không có khóa “{key}” ở chỗ này; hãy bỏ hoặc sửa lại tên",
        "the key “{key}” is not known here; remove it or correct its name",
    ),
    "shape.unknown-key-meant": (
        "không có khóa “{key}” ở chỗ này; có phải ý là: {meant}?",
        "the key “{key}” is not known here; did you mean: {meant}?",
    ),
    "shape.unknown-key-known": (
        "không có khóa “{key}” ở chỗ này; ở đây dùng: {known}",
        "the key “{key}” is not known here; these are: {known}",
    ),
    "shape.comma": (
        '“{key}” bị hiểu là một khóa; câu có dấu phẩy hoặc hai chấm phải đặt trong ngoặc kép, ví dụ {{vi: "một, hai"}}',
        '“{key}” was taken for a key; text with a comma or a colon goes in quotes, as in {{vi: "one, two"}}',
    ),
    "shape.words": (
        "“{key}” viết dạng {{vi: câu tiếng Việt, en: câu tiếng Anh}}",
        "write “{key}” as {{vi: the Vietnamese text, en: the English text}}",
    ),
    "shape.source": (
        '“{key}” viết dạng {{doc: mã văn bản, at: điều khoản, quote: "câu trích"}}',
        'write “{key}” as {{doc: id of the document, at: the clause, quote: "its words"}}',
    ),
    "shape.choice-words": (
        "lựa chọn “{key}” viết dạng {key}: {{vi: nhãn tiếng Việt, en: nhãn tiếng Anh}}",
        "write the choice “{key}” as {key}: {{vi: Vietnamese label, en: English label}}",
    ),
    "shape.empty": (
        "“{key}” đang để trống; hãy ghi giá trị, hoặc bỏ cả dòng",
        "“{key}” is empty; give it a value or remove the line",
    ),
    "shape.missing": ("thiếu khóa “{key}”; hãy thêm vào", "the key “{key}” is missing; add it"),
    "shape.choice": (
        "“{raw}” không dùng được cho “{key}”; chỉ dùng: {choices}",
        "“{raw}” cannot stand for “{key}”; use one of: {choices}",
    ),
    "shape.id": (
        "“{raw}” không phải mã hợp lệ; chỉ dùng chữ thường không dấu, số và dấu gạch (vi-du-1)",
        "“{raw}” is not a valid id; use lower-case letters without marks, digits and dashes (like-this-1)",
    ),
    "shape.name": (
        "“{raw}” không phải tên hợp lệ; chỉ dùng chữ thường không dấu, số và dấu gạch dưới (vi_du_1)",
        "“{raw}” is not a valid name; use lower-case letters without marks, digits and underscores (like_this_1)",
    ),
    "shape.text": ("“{key}” phải là chữ", "“{key}” must be text"),
    "shape.truth": ("“{key}” phải là true hoặc false", "“{key}” must be true or false"),
    "shape.whole": ("“{key}” phải là số nguyên", "“{key}” must be a whole number"),
    "shape.least": ("“{key}” phải từ {bound} trở lên", "“{key}” must be {bound} or more"),
    "shape.most": ("“{key}” phải từ {bound} trở xuống", "“{key}” must be {bound} or less"),
    "shape.either": ("“{key}” phải là {kinds}", "“{key}” must be {kinds}"),
    "shape.list": (
        "“{key}” phải là danh sách (mỗi mục một dấu gạch đầu dòng)",
        "“{key}” must be a list (each entry after a dash)",
    ),
    "shape.mapping": (
        "“{key}” phải gồm các khóa có dấu hai chấm, viết thụt vào",
        "“{key}” must hold keys followed by colons, indented",
    ),
    "shape.other": ("“{key}” chưa đúng: {detail}", "“{key}” is not right: {detail}"),
}
