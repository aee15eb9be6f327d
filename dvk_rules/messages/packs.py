"""Texts about packs: vocabulary, rules, conditions, cases."""

TEXTS: dict[str, tuple[str, str]] = {
    # packs
    "pack.none": (
        "không có bộ quy tắc “{pack}”; hiện có: {known}",
        "there is no pack “{pack}”; there are: {known}",
    ),
    "pack.none-meant": (
        "không có bộ quy tắc “{pack}”; có phải ý là: {meant}?",
        "there is no pack “{pack}”; did you mean: {meant}?",
    ),
    "pack.stray-file": (
        "tệp này không thuộc tệp nào của bộ quy tắc nên sẽ không được đọc; tên tệp phải là một trong: {known}",
        "a pack has no file of this name, so it would not be read; the names are: {known}",
    ),
    "pack.no-tiers": (
        "bộ quy tắc chưa khai báo hình thức khen nào (tiers)",
        "the pack declares no tiers",
    ),
    "pack.no-facts": (
        "bộ quy tắc chưa khai báo yếu tố nào; hãy thêm tệp facts.yaml",
        "the pack declares no facts; add facts.yaml",
    ),
    "pack.no-rules": (
        "bộ quy tắc chưa có quy tắc nào; hãy thêm tệp trong thư mục rules",
        "the pack has no rules; add a file to the folder rules",
    ),
    "pack.same-column": (
        "cột “{header}” sẽ được hiểu là “{other}” chứ không phải “{fact}”; hai yếu tố không được trùng nhãn, tên hay cột",
        "the column “{header}” would be read as “{other}”, not as “{fact}”; two facts may not share a label, a name or a column",
    ),
    "pack.same-name": (
        "cách viết “{name}” đã chỉ “{other}”; mỗi cách viết chỉ được chỉ một thứ",
        "the spelling “{name}” already means “{other}”; a spelling may mean one thing only",
    ),
    "pack.reserved-name": (
        "“{name}” là từ của ngôn ngữ điều kiện; hãy đặt tên khác cho yếu tố này",
        "“{name}” is a word of the condition language; give this fact another name",
    ),
    "pack.override-twice": (
        "đã có ngoại lệ cho “{name}” ở trên; giá trị ở đây sẽ không bao giờ được dùng",
        "there is already an override for “{name}” above; the value here would never be used",
    ),
    "pack.percent-unused": (
        "kiểu “{type}” không dùng percent; chỉ kiểu decimal mới hiện thành phần trăm",
        "the type “{type}” has no percent; only a decimal is shown as a percentage",
    ),
    "pack.bounds-unused": (
        "kiểu “{type}” không có mức thấp nhất, cao nhất; chỉ dùng cho số và ngày",
        "the type “{type}” has no bounds; they are for numbers and dates",
    ),
    "pack.bounds-order": (
        "mức thấp nhất (at_least) lớn hơn mức cao nhất (at_most); hãy đổi lại",
        "at_least is above at_most; swap them",
    ),
    "pack.field-type": (
        "trường “{field}” của danh mục đơn vị thuộc kiểu {type}; hãy ghi type: {type}",
        "the field “{field}” of the register of units is of type {type}; write type: {type}",
    ),
    "pack.unknown-switch": (
        "không có tham số “{switch}” (parameters.yaml)",
        "there is no parameter “{switch}” (parameters.yaml)",
    ),
    "pack.unknown-switch-meant": (
        "không có tham số “{switch}”; có phải ý là: {meant}?",
        "there is no parameter “{switch}”; did you mean: {meant}?",
    ),
    "pack.no-file": ("thiếu tệp {file}", "the file {file} is missing"),
    "pack.encoding": (
        "tệp không phải UTF-8; hãy lưu lại với mã UTF-8",
        "the file is not UTF-8; save it again as UTF-8",
    ),
    "pack.extends-itself": (
        "bộ quy tắc “{pack}” kế thừa vòng trở lại chính nó",
        "the pack “{pack}” extends itself in a circle",
    ),
    "pack.other-folder": (
        "mã bộ quy tắc “{pack}” khác tên thư mục “{folder}”",
        "the pack calls itself “{pack}” but its folder is “{folder}”",
    ),
    "pack.twice": (
        "“{name}” đã có ở trên; mã phải là duy nhất",
        "“{name}” stands already above; ids must be unique",
    ),
    "pack.unknown-tier": (
        "không có hình thức khen “{tier}”; hiện có: {known}",
        "there is no tier “{tier}”; there are: {known}",
    ),
    "pack.unknown-document": (
        "chưa khai báo văn bản “{document}” trong documents; hiện có: {known}",
        "the document “{document}” is not declared under documents; there are: {known}",
    ),
    "pack.unknown-document-meant": (
        "chưa khai báo văn bản “{document}” trong documents; có phải ý là: {meant}?",
        "the document “{document}” is not declared under documents; did you mean: {meant}?",
    ),
    "pack.unknown-group": (
        "không có nhóm đơn vị “{group}”; hiện có: {known}",
        "there is no group of units “{group}”; there are: {known}",
    ),
    "pack.unknown-group-meant": (
        "không có nhóm đơn vị “{group}”; có phải ý là: {meant}?",
        "there is no group of units “{group}”; did you mean: {meant}?",
    ),
    "pack.unknown-unit": (
        "không có đơn vị “{unit}” trong danh mục (units.yaml)",
        "the unit “{unit}” is not in the register (units.yaml)",
    ),
    "pack.unknown-unit-meant": (
        "không có đơn vị “{unit}” trong danh mục; có phải ý là: {meant}?",
        "the unit “{unit}” is not in the register; did you mean: {meant}?",
    ),
    "pack.unknown-rule": (
        "không có quy tắc mang mã “{rule}”",
        "there is no rule with the id “{rule}”",
    ),
    "pack.unknown-rule-meant": (
        "không có quy tắc mang mã “{rule}”; có phải ý là: {meant}?",
        "there is no rule with the id “{rule}”; did you mean: {meant}?",
    ),
    "pack.unknown-field": (
        "danh mục đơn vị không có trường “{field}”; có: {known}",
        "the register of units has no field “{field}”; it has: {known}",
    ),
    "pack.rule-twice": (
        "mã quy tắc “{rule}” đã dùng tại {first}; hãy đặt mã khác, hoặc thêm “replaces” nếu muốn thay quy tắc đó",
        "the rule id “{rule}” is already used at {first}; choose another, or add “replaces” to put this rule in its place",
    ),
    "pack.window": (
        "ngày bắt đầu {start} sau ngày kết thúc {until}",
        "the start {start} is after the end {until}",
    ),
    "pack.dates-order": (
        "các giá trị theo ngày phải xếp từ cũ đến mới",
        "dated values must go from the oldest to the newest",
    ),
    "pack.no-values": (
        "kiểu danh mục phải có “values” liệt kê các lựa chọn",
        "an enum needs “values” that list its choices",
    ),
    "pack.values-unused": (
        "kiểu “{type}” không dùng “values”",
        "the type “{type}” has no “values”",
    ),
    "pack.two-origins": (
        "“{fact}” không thể vừa suy ra (derived) vừa lấy từ danh mục đơn vị",
        "“{fact}” cannot be both derived and taken from the register of units",
    ),
    "pack.role-twice": (
        "vai trò “{role}” đã thuộc về “{other}”",
        "the role “{role}” belongs already to “{other}”",
    ),
    "pack.override-target": (
        "mỗi ngoại lệ phải ghi đúng một trong hai: unit hoặc group",
        "an override names exactly one of unit and group",
    ),
    "pack.may-change-up": (
        "“{name}” chỉ được tăng; {value} không lớn hơn {base}",
        "“{name}” may only go up; {value} is not above {base}",
    ),
    "pack.may-change-down": (
        "“{name}” chỉ được giảm; {value} không nhỏ hơn {base}",
        "“{name}” may only go down; {value} is not below {base}",
    ),
    "pack.may-change-no": (
        "“{name}” không được thay đổi ({value} thay cho {base})",
        "“{name}” may not be changed ({value} instead of {base})",
    ),
    "pack.derived-twice": (
        "“{fact}” đã được suy ra bởi quy tắc “{other}”; mỗi yếu tố chỉ một quy tắc suy ra",
        "“{fact}” is already derived by the rule “{other}”; one rule derives a fact",
    ),
    "pack.not-derived": (
        "“{fact}” được khai báo là suy ra (derived) nhưng không quy tắc nào suy ra nó",
        "“{fact}” is declared as derived, but no rule derives it",
    ),
    "pack.cycle": (
        "các yếu tố suy ra lẫn nhau thành vòng: {chain}; hãy cắt vòng này",
        "derived facts rest on each other in a circle: {chain}; break it",
    ),
    # conditions
    "condition.shape": (
        "điều kiện phải có dạng “yếu tố: giá trị” hoặc “yếu tố: {{so sánh: giá trị}}”",
        "a condition reads “fact: value” or “fact: {{operator: value}}”",
    ),
    "condition.list": (
        "ở đây phải là danh sách điều kiện, mỗi điều kiện một dòng bắt đầu bằng dấu gạch và dấu cách",
        "a list of conditions must stand here, each on a line that begins with a dash and a space",
    ),
    "condition.at-least": (
        "at_least đứng riêng là đếm điều kiện: at_least: {{n: 2, of: [điều kiện, …]}}; để so sánh thì viết dưới tên yếu tố, ví dụ so_nguoi: {{at_least: 2}}",
        "at_least by itself counts conditions: at_least: {{n: 2, of: [condition, …]}}; to compare, write it under a fact, as in people: {{at_least: 2}}",
    ),
    "condition.at-least-inside": (
        "at_least: {{n: …, of: […]}} đếm điều kiện nên phải đứng riêng, không nằm dưới tên yếu tố “{fact}”",
        "at_least: {{n: …, of: […]}} counts conditions, so it stands by itself and not under the fact “{fact}”",
    ),
    "condition.not": (
        "not chỉ nhận một điều kiện; với nhiều điều kiện hãy viết not: {{any: […]}} hoặc not: {{all: […]}}",
        "not takes one condition; for several write not: {{any: […]}} or not: {{all: […]}}",
    ),
    "condition.bare-parameter": (
        "“{raw}” là tên một tham số; hãy viết {{param: {parameter}}}",
        "“{raw}” is the name of a parameter; write {{param: {parameter}}}",
    ),
    "condition.sign": (
        "không dùng dấu {sign} ở đây; hãy viết {fact}: {{{op}: {value}}}",
        "the sign {sign} is not used here; write {fact}: {{{op}: {value}}}",
    ),
    "condition.count": (
        "n = {n} phải là số nguyên từ 1 đến {most}",
        "n = {n} must be a whole number from 1 to {most}",
    ),
    "condition.unknown-fact": (
        "không có yếu tố “{fact}” trong từ vựng (facts.yaml)",
        "the fact “{fact}” is not in the vocabulary (facts.yaml)",
    ),
    "condition.unknown-fact-meant": (
        "không có yếu tố “{fact}” trong từ vựng; có phải ý là: {meant}?",
        "the fact “{fact}” is not in the vocabulary; did you mean: {meant}?",
    ),
    "condition.unknown-parameter": (
        "không có tham số “{parameter}” (parameters.yaml)",
        "there is no parameter “{parameter}” (parameters.yaml)",
    ),
    "condition.unknown-parameter-meant": (
        "không có tham số “{parameter}”; có phải ý là: {meant}?",
        "there is no parameter “{parameter}”; did you mean: {meant}?",
    ),
    "condition.unknown-operator": (
        "không có phép so sánh “{op}”; có: {known}",
        "there is no operator “{op}”; there are: {known}",
    ),
    "condition.unknown-operator-meant": (
        "không có phép so sánh “{op}”; có phải ý là: {meant}?",
        "there is no operator “{op}”; did you mean: {meant}?",
    ),
    "condition.misfit": (
        "“{op}” không dùng được cho “{fact}” (kiểu {type}); dùng: {fitting}",
        "“{op}” does not fit “{fact}” (type {type}); use: {fitting}",
    ),
    "condition.no-value": (
        "“{fact}” chưa có giá trị để so sánh; muốn hỏi có biết hay không thì viết known: true",
        "“{fact}” has nothing to be compared with; to ask whether it is known, write known: true",
    ),
    "condition.truth": ("ở đây chỉ dùng true hoặc false", "only true or false can stand here"),
    "condition.many": (
        "ở đây phải là danh sách giá trị: [a, b]",
        "a list of values must stand here: [a, b]",
    ),
    "condition.pair": (
        "ở đây phải là hai giá trị: [từ, đến]",
        "two values must stand here: [from, to]",
    ),
    "condition.pair-order": (
        "giá trị đầu lớn hơn giá trị sau; hãy đổi chỗ",
        "the first value is above the second; swap them",
    ),
    "condition.mismatch": (
        "“{name}” thuộc kiểu {type}, không so sánh được ở đây",
        "“{name}” is of type {type} and cannot be compared here",
    ),
    "condition.reference": (
        "ở đây chỉ dùng giá trị, {{param: tên}} hoặc {{fact: tên}}",
        "a value, {{param: name}} or {{fact: name}} must stand here",
    ),
    # rules
    "rule.no-kind": (
        "quy tắc “{rule}” chưa ghi phải làm gì; hãy thêm một trong: require, forbid, derive, score, prefer",
        "the rule “{rule}” does not say what it does; add one of require, forbid, derive, score, prefer",
    ),
    "rule.kinds": (
        "quy tắc “{rule}” chỉ được có một trong {said}; hãy tách thành các quy tắc riêng",
        "the rule “{rule}” may have only one of {said}; make separate rules of them",
    ),
    "rule.misplaced": (
        "“{key}” không dùng trong quy tắc loại {kind}",
        "“{key}” does not belong in a rule that says {kind}",
    ),
    "rule.no-tier": (
        "quy tắc “{rule}” chưa ghi tier; có: {known}",
        "the rule “{rule}” does not name its tier; there are: {known}",
    ),
    "rule.no-table": (
        "quy tắc tính điểm “{rule}” phải có bảng (table)",
        "the score “{rule}” needs a table",
    ),
    "rule.unknown-axis": (
        "không có trục điểm “{axis}”; có: {known}",
        "there is no axis “{axis}”; there are: {known}",
    ),
    "rule.not-declared-derived": (
        "“{fact}” chưa khai báo derived: true trong facts.yaml",
        "“{fact}” is not declared with derived: true in facts.yaml",
    ),
    "rule.when-or-table": (
        "quy tắc “{rule}” phải có một trong hai: when hoặc table",
        "the rule “{rule}” needs either when or a table",
    ),
    "rule.when-needs-truth": (
        "“{fact}” không phải có/không nên phải dùng table thay cho when",
        "“{fact}” is not yes/no, so it needs a table instead of when",
    ),
    "rule.applies-needs-truth": (
        "“{fact}” không phải có/không nên không dùng applies; hãy đưa điều kiện vào bảng",
        "“{fact}” is not yes/no, so applies cannot be used; put the condition into the table",
    ),
    "rule.row-unreachable": (
        "dòng này không bao giờ tới được vì dòng trên không có when",
        "this row can never be reached, since the row above has no when",
    ),
    "rule.no-last-row": (
        "bảng của “{rule}” phải kết thúc bằng một dòng không có when (mọi trường hợp còn lại)",
        "the table of “{rule}” must end with a row without when (all other cases)",
    ),
    "rule.row-points": (
        "mỗi dòng bảng điểm phải có points (số nguyên) và không có value",
        "a row of a score has points (a whole number) and no value",
    ),
    "rule.row-value": (
        "mỗi dòng bảng suy ra phải có value và không có points",
        "a row of a derivation has a value and no points",
    ),
    "rule.cap": (
        "cap phải là số nguyên hoặc {{param: tên}} của tham số kiểu int",
        "cap is a whole number or the {{param: name}} of an int parameter",
    ),
    # cases
    "case.unknown-base": (
        "chưa có ca “{base}” ở phía trên",
        "there is no case “{base}” above",
    ),
    "case.unknown-base-meant": (
        "chưa có ca “{base}” ở phía trên; có phải ý là: {meant}?",
        "there is no case “{base}” above; did you mean: {meant}?",
    ),
    "case.expects-nothing": (
        "ca này chưa ghi kết luận phải có (expect) nên không kiểm tra được gì",
        "this case expects nothing, so it tests nothing",
    ),
    "case.not-given": (
        "“{fact}” được suy ra hoặc lấy từ danh mục đơn vị nên không ghi trong ca; hãy ghi các yếu tố dẫn đến nó",
        "“{fact}” is derived or taken from the register of units, so a case cannot give it; give the facts that lead to it",
    ),
    "case.unknown-expectation": (
        "“{key}” không kiểm tra được; dùng: {known}",
        "“{key}” cannot be expected; use: {known}",
    ),
    "case.points": (
        "“{raw}” không phải điểm; hãy ghi một số nguyên (điểm chắc chắn) hoặc [ít nhất, nhiều nhất]",
        "“{raw}” is no number of points; write a whole number (the sure points) or [least, most]",
    ),
    "case.verdict": (
        "“{raw}” không phải kết luận; dùng: {known}",
        "“{raw}” is not a verdict; use: {known}",
    ),
}
