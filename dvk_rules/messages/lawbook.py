"""Texts about a pack in words: conditions, comparisons, distances."""

TEXTS: dict[str, tuple[str, str]] = {
    # a comparison in words: the label of the fact, then what is asked of it
    "says.bool.is": ("{label}: {value}", "{label}: {value}"),
    "says.bool.is_not": ("{label}: không phải {value}", "{label}: not {value}"),
    "says.date.is": ("{label} đúng ngày {value}", "{label}: on {value}"),
    "says.date.is_not": ("{label} khác ngày {value}", "{label}: not on {value}"),
    "says.date.in": ("{label} là một trong các ngày {value}", "{label}: one of {value}"),
    "says.date.not_in": ("{label} không phải các ngày {value}", "{label}: none of {value}"),
    "says.date.between": (
        "{label}: từ ngày {low} đến hết ngày {high}",
        "{label}: from {low} to {high}, both included",
    ),
    "says.date.before": ("{label} trước ngày {value}", "{label}: before {value}"),
    "says.date.on_or_before": (
        "{label}: chậm nhất là ngày {value}",
        "{label}: on or before {value}",
    ),
    "says.date.on_or_after": ("{label}: từ ngày {value} trở đi", "{label}: on or after {value}"),
    "says.date.after": ("{label} sau ngày {value}", "{label}: after {value}"),
    "says.number.is": ("{label} bằng {value}", "{label}: exactly {value}"),
    "says.number.is_not": ("{label} khác {value}", "{label}: not {value}"),
    "says.number.in": ("{label} là một trong các số: {value}", "{label}: one of {value}"),
    "says.number.not_in": ("{label} không thuộc các số: {value}", "{label}: none of {value}"),
    "says.number.less_than": ("{label} dưới {value}", "{label}: below {value}"),
    "says.number.at_most": ("{label} nhiều nhất {value}", "{label}: at most {value}"),
    "says.number.at_least": ("{label} ít nhất {value}", "{label}: at least {value}"),
    "says.number.more_than": ("{label} trên {value}", "{label}: above {value}"),
    "says.number.between": (
        "{label} từ {low} đến {high}",
        "{label}: from {low} to {high}, both included",
    ),
    "says.level.is": ("{label} là {value}", "{label}: {value}"),
    "says.level.is_not": ("{label} không phải là {value}", "{label}: not {value}"),
    "says.level.in": ("{label} là một trong các mức: {value}", "{label}: one of {value}"),
    "says.level.not_in": ("{label} không thuộc các mức: {value}", "{label}: none of {value}"),
    "says.level.less_than": ("{label} dưới mức {value}", "{label}: below {value}"),
    "says.level.at_most": ("{label} từ mức {value} trở xuống", "{label}: {value} or lower"),
    "says.level.at_least": ("{label} từ mức {value} trở lên", "{label}: {value} or higher"),
    "says.level.more_than": ("{label} trên mức {value}", "{label}: above {value}"),
    "says.level.between": (
        "{label} từ mức {low} đến mức {high}",
        "{label}: from {low} to {high}, both included",
    ),
    "says.choice.is": ("{label} là {value}", "{label}: {value}"),
    "says.choice.is_not": ("{label} không phải là {value}", "{label}: not {value}"),
    "says.choice.in": ("{label} là một trong: {value}", "{label}: one of {value}"),
    "says.choice.not_in": ("{label} không thuộc: {value}", "{label}: none of {value}"),
    "says.text.is": ("{label} ghi đúng {value}", "{label}: exactly {value}"),
    "says.text.is_not": ("{label} không ghi {value}", "{label}: not {value}"),
    "says.text.in": ("{label} ghi một trong: {value}", "{label}: one of {value}"),
    "says.text.not_in": ("{label} không ghi một trong: {value}", "{label}: none of {value}"),
    "says.text.contains": ("{label} có chữ {value}", "{label}: contains {value}"),
    "says.list.contains": ("{label} có {value}", "{label}: includes {value}"),
    "says.list.contains_any": (
        "{label} có ít nhất một trong: {value}",
        "{label}: includes at least one of {value}",
    ),
    "says.list.contains_all": ("{label} có đủ: {value}", "{label}: includes all of {value}"),
    "says.known": ("{label}: đã có thông tin", "{label}: known"),
    "says.unknown": ("{label}: chưa có thông tin", "{label}: not known"),
    "says.not": ("không đúng là {part}", "it is not so that {part}"),
    "says.and": ("; và ", "; and "),
    "says.or": ("; hoặc ", "; or "),
    "says.count": (
        "ít nhất {count} trong {total} điều: {parts}",
        "at least {count} of these {total}: {parts}",
    ),
    "says.always": ("mọi trường hợp", "always"),
    # the parts one under the other
    "says.head.all": ("Tất cả các điều sau:", "All of these:"),
    "says.head.any": ("Ít nhất một trong các điều sau:", "At least one of these:"),
    "says.head.not": ("Không phải trường hợp sau:", "Not this:"),
    "says.head.at_least": (
        "Ít nhất {count} trong {total} điều sau:",
        "At least {count} of these {total}:",
    ),
    # where a threshold comes from
    "origin.pack": ("{label}", "{label}"),
    "origin.group": ("{label}, riêng nhóm {name}", "{label}, for the group {name}"),
    "origin.unit": ("{label}, riêng {name}", "{label}, for {name}"),
    "origin.scenario": (
        "{label}, theo phương án; gói quy tắc ghi {base}",
        "{label}, by the scenario; the pack says {base}",
    ),
    "origin.varies": ("{label}; có đơn vị áp dụng mức khác", "{label}; some units have another"),
    "origin.none": ("{label}: chưa có giá trị vào ngày này", "{label}: no value on this day"),
    # a comparison that was made
    "leaf.true": (
        "{label}: {found} – đúng điều kiện “{asked}”{origin}{distance}",
        "{label}: {found} – meets “{asked}”{origin}{distance}",
    ),
    "leaf.false": (
        "{label}: {found} – không đúng điều kiện “{asked}”{origin}{distance}",
        "{label}: {found} – does not meet “{asked}”{origin}{distance}",
    ),
    "leaf.bool.true": (
        "{label}: {found} – đúng điều kiện{origin}",
        "{label}: {found} – as asked{origin}",
    ),
    "leaf.bool.false": (
        "{label}: {found} – điều kiện là {asked}{origin}",
        "{label}: {found} – {asked} is asked{origin}",
    ),
    "leaf.missing": (
        "{label}: chưa có thông tin – cần biết để xét “{asked}”{origin}",
        "{label}: not known – needed for “{asked}”{origin}",
    ),
    "leaf.no-threshold": (
        "{label}: {found} – chưa so sánh được vì “{other}” chưa có giá trị",
        "{label}: {found} – cannot be compared, since “{other}” has no value",
    ),
    "leaf.origin": (" ({origin})", " ({origin})"),
    "leaf.distance": (", {distance}", ", {distance}"),
    "leaf.plain.true": ("{asked} – đúng{origin}", "{asked} – so{origin}"),
    "leaf.plain.false": ("{asked} – không đúng{origin}", "{asked} – not so{origin}"),
    # how far the value is from the threshold
    "distance.late": ("trễ {count} ngày", "{count} days late"),
    "distance.late-one": ("trễ {count} ngày", "{count} day late"),
    "distance.early": ("sớm {count} ngày", "{count} days early"),
    "distance.early-one": ("sớm {count} ngày", "{count} day early"),
    "distance.same-day": ("trúng vào ngày mốc", "on that very day"),
    "distance.short": ("thiếu {amount}", "{amount} short"),
    "distance.over": ("vượt {amount}", "{amount} over"),
    "distance.equal": ("vừa bằng mức", "just equal"),
    "distance.above": ("hơn {amount}", "{amount} above"),
    "distance.below": ("kém {amount}", "{amount} below"),
    "distance.points": ("{amount} điểm phần trăm", "{amount} percentage points"),
    # cases
    "cases.failed": ("✗ Ca {case} ({title}) tại {where}:", "✗ Case {case} ({title}) at {where}:"),
    "cases.uncovered": (
        "? Quy tắc {rule} ({title}): chưa có ca nào cho kết quả {outcomes}",
        "? Rule {rule} ({title}): no case shows it {outcomes}",
    ),
    "cases.total": (
        "{passed}/{total} ca đúng; {covered}/{rules} quy tắc có ca đạt và ca không đạt",
        "{passed} of {total} cases hold; {covered} of {rules} rules are shown satisfied and violated",
    ),
    "cases.verdict": (
        "{tier}: phải là “{expected}”, kết quả là “{found}”",
        "{tier}: “{expected}” is expected, “{found}” came out",
    ),
    "cases.verdict-by": (
        "{tier}: phải là “{expected}”, kết quả là “{found}” do {rules}",
        "{tier}: “{expected}” is expected, “{found}” came out because of {rules}",
    ),
    "cases.not-deciding": (
        "quy tắc {rule} phải quyết định nhưng kết quả của nó là “{found}”",
        "the rule {rule} should decide, but its outcome is “{found}”",
    ),
    "cases.also-deciding": (
        "quy tắc {rule} cũng quyết định ({found}); ca này không nêu nó",
        "the rule {rule} decides too ({found}), and the case does not name it",
    ),
    "cases.points": (
        "điểm {axis}: phải là {expected}, kết quả là {found}",
        "points, {axis}: {expected} expected, {found} came out",
    ),
    "cases.derived": (
        "{fact}: phải là {expected}, kết quả là {found}",
        "{fact}: {expected} expected, {found} came out",
    ),
}
