"""Pairs of a list that may be one subject under two spellings: nobody should sign that unseen."""

from __future__ import annotations

from dvk_rules.errors import Problem
from dvk_rules.files.duplicates import Sameness, find_near_duplicates
from dvk_rules.messages import LANGUAGES, say
from dvk_rules.runs import Run

__all__ = ["selected_twice"]


def selected_twice(run: Run) -> tuple[Problem, ...]:
    """A notice for each pair with seats of the outermost tier that may be one subject.

    Those with one subject code never both have a seat where the scenario excludes it (D6.4); these
    have no code, or different ones.
    """
    tier = run.scenario.pack.tiers[0]
    chosen = set(run.selected(tier.id))
    listed = [nomination for nomination in run.nominations if nomination.id in chosen]
    return tuple(
        Problem(
            "near.both-selected",
            {
                "first": pair.first.id,
                "second": pair.second.id,
                "tier": {"vi": tier.short.vi, "en": tier.short.en},
                "because": {lang: say(f"near.{pair.because}", lang) for lang in LANGUAGES},
            },
        )
        for pair in find_near_duplicates(listed, run.scenario.pack.vocabulary)
        # names that are only alike are often two people; with one model hardly
        if pair.because is not Sameness.SPELLING or pair.same_model
    )
