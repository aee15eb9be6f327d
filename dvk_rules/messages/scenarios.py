"""Texts about scenarios and how nominations meet quotas."""

TEXTS: dict[str, tuple[str, str]] = {
    "scenario.no-file": (
        "không có tệp kịch bản “{file}”; hãy kiểm tra đường dẫn",
        "there is no scenario file “{file}”; check the path",
    ),
    "scenario.folder": (
        "“{file}” là thư mục; hãy chỉ ra tệp kịch bản .yaml trong đó",
        "“{file}” is a folder; name the scenario .yaml in it",
    ),
    "scenario.not-yaml": (
        "“{file}” không phải tệp văn bản UTF-8; kịch bản là tệp .yaml, không phải sổ Excel",
        "“{file}” is not UTF-8 text; a scenario is a .yaml file, not a workbook",
    ),
    "scenario.unreadable": (
        "không đọc được “{file}” ({reason})",
        "“{file}” cannot be read ({reason})",
    ),
    "scenario.circle": (
        "kịch bản “{file}” kế thừa vòng trở lại chính nó",
        "the scenario “{file}” extends itself in a circle",
    ),
    "scenario.missing": (
        "kịch bản thiếu “{key}”; hãy thêm vào",
        "the scenario does not say “{key}”; add it",
    ),
    "scenario.no-nominations": (
        "không có tệp đề nghị “{file}” (đường dẫn tính từ tệp kịch bản)",
        "there is no file of nominations “{file}” (the path starts at the scenario file)",
    ),
    "scenario.no-seats": (
        "chưa ghi số lượng cho “{tier}” trong seats",
        "seats does not say how many “{tier}” there are",
    ),
    "scenario.no-quota": (
        "không có chỉ tiêu “{quota}” trong kịch bản được kế thừa để bỏ",
        "the extended scenario has no quota “{quota}” to take away",
    ),
    "scenario.no-quota-meant": (
        "không có chỉ tiêu “{quota}” trong kịch bản được kế thừa để bỏ; có phải ý là: {meant}?",
        "the extended scenario has no quota “{quota}” to take away; did you mean: {meant}?",
    ),
    "scenario.no-decision": (
        "kịch bản được kế thừa không có quyết định nào về “{nomination}” ({tier}) để bỏ",
        "the extended scenario has no decision about “{nomination}” ({tier}) to take away",
    ),
    "scenario.no-decision-meant": (
        "kịch bản được kế thừa không có quyết định nào về “{nomination}” ({tier}) để bỏ; có phải ý là: {meant}?",
        "the extended scenario has no decision about “{nomination}” ({tier}) to take away; did you mean: {meant}?",
    ),
    "scenario.decision-twice": (
        "“{nomination}” đã có một quyết định cho {tier} ở trên; chỉ giữ một",
        "“{nomination}” has a decision for {tier} above already; keep one of them",
    ),
    "scenario.no-bound": (
        "chỉ tiêu “{quota}” chưa có at_least hoặc at_most",
        "the quota “{quota}” has neither at_least nor at_most",
    ),
    "scenario.bound": (
        "“{raw}” không phải là số lượng (3) hoặc tỷ lệ (45%)",
        "“{raw}” is neither a count (3) nor a share (45%)",
    ),
    "scenario.share": (
        "tỷ lệ “{raw}” phải từ 0% đến 100%",
        "the share “{raw}” must lie between 0% and 100%",
    ),
    "scenario.bounds": ("mức thấp nhất lớn hơn mức cao nhất", "the least is above the most"),
    "scenario.bounds-need-per": ("bounds chỉ dùng cùng với per", "bounds goes together with per"),
    "scenario.attribute": (
        "“{fact}” (kiểu {type}) không đếm theo nhóm được; hãy dùng yếu tố có/không, danh mục hoặc số nguyên",
        "“{fact}” (type {type}) cannot be counted by; use a yes/no, an enum or a whole number",
    ),
    "scenario.objective": (
        "không có mục tiêu “{raw}”; dùng: {known}",
        "there is no objective “{raw}”; use: {known}",
    ),
    "scenario.objective-meant": (
        "không có mục tiêu “{raw}”; có phải ý là: {meant}? Dùng được: {known}",
        "there is no objective “{raw}”; did you mean: {meant}? These are: {known}",
    ),
    "scenario.no-prefer": (
        "không có quy tắc ưu tiên “{rule}”; có: {known}",
        "there is no prefer rule “{rule}”; there are: {known}",
    ),
    "scenario.method": (
        "không có phương pháp phân bổ “{raw}”; dùng: {known}",
        "there is no apportionment method “{raw}”; use: {known}",
    ),
    "scenario.method-units": (
        "phương pháp “{raw}” chia ghế theo số xã của từng đơn vị, không chia được theo “{per}”; dùng per: unit hoặc method: equal",
        "the method “{raw}” divides seats by the communes of each unit, not by “{per}”; use per: unit or method: equal",
    ),
    "scenario.tie-break": (
        '“{raw}” không phải cách phân định; dùng: {{order: rank}}, {{seed: "…"}} hoặc refuse',
        '“{raw}” is not a tie-break; use {{order: rank}}, {{seed: "…"}} or refuse',
    ),
    "scenario.bounds-twice": (
        "“{value}” đã có mức riêng ở trên, dưới một cách viết khác; chỉ giữ một dòng",
        "“{value}” has bounds above already, under another spelling; keep one line",
    ),
    "scenario.outside": (
        "ngày quyết định {day} nằm ngoài thời gian áp dụng của bộ quy tắc ({start} – {until})",
        "the decision date {day} lies outside the pack's effective dates ({start} – {until})",
    ),
    "problem.decision-unknown": (
        "quyết định nói đến “{nomination}” nhưng không có đề nghị nào mang mã này; hãy kiểm tra lại mã",
        "a decision names “{nomination}”, but no nomination has that id; check the id",
    ),
    "problem.decision-unknown-meant": (
        "quyết định nói đến “{nomination}” nhưng không có đề nghị nào mang mã này; có phải ý là: {meant}?",
        "a decision names “{nomination}”, but no nomination has that id; did you mean: {meant}?",
    ),
    "problem.decision-ineligible": (
        "quyết định chọn “{nomination}” cho {tier}, nhưng người này {verdict}; hãy sửa hồ sơ hoặc bỏ quyết định",
        "a decision includes “{nomination}” for {tier}, but the verdict is {verdict}; mend the dossier or drop the decision",
    ),
    "problem.entitlement-floor": (
        "bảo đảm mỗi đơn vị {floor} ghế cho {units} đơn vị thì cần {need}, nhưng chỉ có {have}; hãy giảm at_least của leximin",
        "guaranteeing {floor} seats to each of {units} units takes {need}, but there are {have}; lower at_least of leximin",
    ),
    "problem.entitlement-tie": (
        "khi chia ghế theo số xã, các đơn vị {units} bằng nhau ở {seats} ghế cuối; theo thứ tự chính thức, phần này tính cho: {first}. Muốn khác, hãy ghi rõ entitlements",
        "in dividing the seats by communes, {units} are equal for the last {seats}; by the official order they count for: {first}. To choose otherwise, state entitlements",
    ),
    "problem.unit-not-nominating": (
        "đơn vị “{unit}” không thuộc số đơn vị được đề nghị vào ngày {day}",
        "the unit “{unit}” is not among those that may nominate on {day}",
    ),
}
