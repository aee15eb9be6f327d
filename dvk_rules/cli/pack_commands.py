"""The commands about packs: list, show, check, test, diff."""

from __future__ import annotations

import click

from dvk_rules.cli.face import Face
from dvk_rules.cli.options import Commands, command
from dvk_rules.messages import say

__all__ = ["build"]


def build(lang: str) -> click.Group:
    """The group ``dvk pack`` with its commands."""
    group = Commands("pack", lang=lang, help=say("help.pack-group", lang), no_args_is_help=True)
    group.add_command(command("pack list", lang, list_packs))
    return group


def list_packs(face: Face) -> int:
    """The packs that are shipped, with their versions and dates."""
    from dvk_rules.pack import available_packs, load_pack

    packs = [load_pack(name) for name in available_packs()]
    if face.as_json:
        face.data(
            [
                {
                    "pack": pack.id,
                    "version": pack.version,
                    "title": pack.title.get(face.lang),
                    "from": pack.effective.start.isoformat() if pack.effective.start else None,
                    "until": pack.effective.until.isoformat() if pack.effective.until else None,
                    "rules": len(pack.rules),
                    "lineage": list(pack.lineage),
                    "sha256": pack.sha256,
                }
                for pack in packs
            ]
        )
        return 0
    face.table(
        [
            ("view.pack", "left"),
            ("view.version", "left"),
            ("view.effective", "left"),
            ("view.rules", "right"),
            ("view.title", "left"),
        ],
        [
            [
                pack.id,
                pack.version,
                f"{face.shown(pack.effective.start)} – {face.shown(pack.effective.until)}",
                str(len(pack.rules)),
                pack.title.get(face.lang),
            ]
            for pack in packs
        ],
    )
    return 0
