"""A small made-up pack with every kind of fact, rule and override, for the tests of the tools."""

from __future__ import annotations

from pathlib import Path

from dvk_rules.pack import Pack, load_pack

FILES: dict[str, str] = {
    "pack.yaml": """\
pack: mau
version: 1.0.0
title: {vi: Gói mẫu, en: Sample pack}
effective: {from: 2020-01-01, until: 2020-12-31}
decision_date: 2020-12-15
tiers:
  - {id: letter, title: {vi: Thư khen, en: Letter}}
  - {id: certificate, within: letter, title: {vi: Bằng khen, en: Certificate}}
documents:
  plan: {title: {vi: Kế hoạch mẫu, en: Sample plan}}
axes:
  effect: {title: {vi: Hiệu quả, en: Effect}, cap: 25}
""",
    "units.yaml": """\
groups:
  huyen: {vi: Cấp huyện, en: districts}
  so: {vi: Cấp sở, en: departments}
units:
  - {id: dong, name: {vi: Huyện Đông, en: East}, group: huyen, island: false}
  - {id: dao, name: {vi: Huyện Đảo, en: Island}, group: huyen, island: true}
  - {id: so-mot, name: {vi: Sở Một, en: Department One}, group: so}
""",
    "facts.yaml": """\
facts:
  kind:
    type: enum
    label: {vi: Loại đối tượng, en: Kind}
    values: {ca_nhan: {vi: Cá nhân, en: individual}, tap_the: {vi: Tập thể, en: collective}}
  received: {type: date, label: {vi: Ngày nhận hồ sơ, en: Dossier received on}}
  started: {type: date, label: {vi: Ngày bắt đầu, en: Start}}
  share:
    type: decimal
    percent: true
    at_least: 0
    at_most: 100%
    label: {vi: Tỷ lệ phiếu, en: Share of votes}
  people: {type: int, at_least: 0, label: {vi: Số người, en: People}}
  level:
    type: ordered enum
    label: {vi: Mức, en: Level}
    values: {thap: {vi: Thấp, en: low}, vua: {vi: Vừa, en: middle}, cao: {vi: Cao, en: high}}
  traits:
    type: list of enum
    label: {vi: Đặc điểm, en: Traits}
    values: {moi: {vi: Cách làm mới, en: new}, chung: {vi: Phối hợp, en: joint}}
  place: {type: text, label: {vi: Nơi làm, en: Place}}
  voted: {type: bool, label: {vi: Đã bình chọn, en: Voted}}
  checked: {type: bool, label: {vi: Đang thanh tra, en: Under inspection}}
  island: {type: bool, from_unit: island, label: {vi: Hải đảo, en: Island}}
  good: {type: bool, derived: true, label: {vi: Thành tích tốt, en: Good achievement}}
""",
    "parameters.yaml": """\
parameters:
  deadline:
    type: date
    label: {vi: Hạn nhận hồ sơ, en: Deadline}
    value: 2020-11-30
    source: {doc: plan, at: II}
    status: plan
  votes_needed:
    type: decimal
    percent: true
    label: {vi: Tỷ lệ cần có, en: Share needed}
    value: 80%
    source: {doc: plan, at: II}
    status: assumed
    for:
      - {unit: dao, value: 60%, source: {doc: plan, at: III}}
      - {group: so, value: 90%}
""",
    "rules/10-chung.yaml": """\
sections:
  - heading: {vi: "II. Điều kiện", en: "II. Conditions"}
    rules:
      - id: deadline
        title: {vi: Hồ sơ đúng hạn, en: in time}
        source: {doc: plan, at: II.1, quote: "gửi trước ngày 30/11/2020"}
        status: plan
        tier: letter
        require: {received: {before: {param: deadline}}}
        otherwise: defer
      - id: votes
        title: {vi: Đủ phiếu, en: enough votes}
        source: {doc: plan, at: II.2}
        status: assumed
        tier: letter
        applies: {voted: true}
        require: {share: {at_least: {param: votes_needed}}}
      - id: inspection
        title: {vi: Không bị thanh tra, en: not under inspection}
        source: {doc: plan, at: II.3}
        status: plan
        tier: letter
        forbid: {checked: true}
      - id: d-good
        title: {vi: Thành tích tốt, en: a good achievement}
        source: {doc: plan, at: II.4}
        status: reading
        derive: good
        when:
          any:
            - level: {at_least: cao}
            - {traits: {contains_all: [moi, chung]}, people: {at_least: 10}}
      - id: good
        title: {vi: Thành tích phải tốt, en: the achievement is good}
        source: {doc: plan, at: II.5}
        status: reading
        tier: certificate
        require: {good: true}
      - id: s-people
        title: {vi: Số người, en: people}
        source: {doc: plan, at: III}
        status: assumed
        tier: letter
        score: effect
        table:
          - {when: {people: {at_least: 100}}, points: 25}
          - {when: {people: {at_least: 10}}, points: 10}
      - id: p-island
        title: {vi: Hải đảo, en: islands}
        source: {doc: plan, at: IV}
        status: law
        tier: letter
        prefer: {island: true}
""",
    "cases.yaml": """\
cases:
  - id: du
    title: {vi: Đủ điều kiện, en: eligible}
    unit: dong
    facts:
      kind: ca_nhan
      received: 2020-11-20
      voted: true
      share: 85%
      people: 100
      level: cao
      checked: false
    expect:
      letter: eligible
      certificate: eligible
      deciding: []
      points: {total: 25}
      derived: {good: true}
  - id: tre
    title: {vi: Trễ hạn, en: late}
    base: du
    facts: {received: 2020-12-02}
    expect: {letter: deferred, certificate: deferred, deciding: [deadline]}
  - id: thieu-phieu
    title: {vi: Thiếu phiếu, en: too few votes}
    base: du
    facts: {share: 79%}
    expect: {letter: rejected, certificate: rejected, deciding: votes}
  - id: thanh-tra
    title: {vi: Đang thanh tra, en: under inspection}
    base: du
    facts: {checked: true, people: 5}
    expect: {letter: rejected, certificate: rejected, deciding: inspection, points: 0}
  - id: chua-tot
    title: {vi: Chưa tốt, en: not good}
    base: du
    facts: {level: vua, traits: [moi]}
    expect: {letter: eligible, certificate: rejected, deciding: good, derived: {good: false}}
""",
}


def write(folder: Path, **changed: str | None) -> Path:
    """Writes the pack into ``folder``; ``pack``, ``facts``… replace a file, ``None`` drops it.

    ``rules`` stands for the one file of rules.
    """
    root = folder / "mau"
    (root / "rules").mkdir(parents=True, exist_ok=True)
    names = {Path(name).stem: name for name in FILES} | {"rules": "rules/10-chung.yaml"}
    texts: dict[str, str | None] = {**FILES, **{names[key]: text for key, text in changed.items()}}
    for name, text in texts.items():
        if text is not None:
            (root / name).write_text(text, encoding="utf-8")
    return root


def edited(name: str, *edits: tuple[str, str]) -> str:
    """A file of the pack with each text, which must stand in it, replaced by another."""
    text = FILES[name]
    for old, new in edits:
        assert old in text, old
        text = text.replace(old, new)
    return text


def sample(folder: Path, **changed: str | None) -> Pack:
    """The pack, loaded."""
    return load_pack(write(folder, **changed))
