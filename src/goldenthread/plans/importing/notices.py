"""What a person should know of an import that is no error."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from goldenthread.design.words import plural
from goldenthread.plans.importing.proposal import ActionChange, Proposal
from goldenthread.plans.importing.saved import SavedPlan
from goldenthread.plans.models import Evidence
from goldenthread.plans.rag import Need
from goldenthread.plans.words import level_label

NAMED = 8


def notices_of(proposal: Proposal, saved: SavedPlan, unknown_names: Mapping[str, Sequence[int]]) -> Proposal:
    """The proposal with its notices, in plain sentences."""
    notices = (
        *_unproven(proposal, saved),
        *_untitled(proposal),
        *_unknown(unknown_names, saved),
        *_absent(proposal),
    )
    return replace(proposal, notices=notices)


def _unproven(proposal: Proposal, saved: SavedPlan) -> Iterator[str]:
    """Levels that ask for proof, given to actions that have none: accepted, because they were given elsewhere."""
    found: dict[int, list[str]] = defaultdict(list)
    for change in (*proposal.added, *proposal.changed):
        if change.ratings and not _is_proven(change, saved):
            found[change.ratings[-1].value].append(change.ref)
    scale = saved.plan.scale
    for value, refs in sorted(found.items()):
        level = scale.level(value)
        proof = "evidence of impact" if level.needs is Need.IMPACT else "evidence"
        yield (
            f"{plural(len(refs), 'action is', 'actions are')} rated {level_label(scale.key, level)} without {proof} "
            f"on record: {_few(refs)}. Add it on {'its page' if len(refs) == 1 else 'their pages'}."
        )


def _is_proven(change: ActionChange, saved: SavedPlan) -> bool:
    need = saved.plan.scale.level(change.ratings[-1].value).needs
    kinds = saved.evidence.get(change.existing, set()) if change.existing else set()
    if need is Need.IMPACT:
        return Evidence.Kind.IMPACT.value in kinds
    return need is Need.NOTHING or bool(kinds)


def _untitled(proposal: Proposal) -> Iterator[str]:
    untitled = [change.ref for change in proposal.added if not change.title]
    if untitled:
        yield (
            f"{plural(len(untitled), 'action is', 'actions are')} added without wording: {_few(untitled)}. "
            f"Add it on {'its page' if len(untitled) == 1 else 'their pages'}, or import it later."
        )


def _unknown(names: Mapping[str, Sequence[int]], saved: SavedPlan) -> Iterator[str]:
    for name, rows in names.items():
        fitting = saved.people.fitting(name)
        if fitting:
            posts = " and ".join(saved.people.people[pk].display_name for pk in fitting)
            why = f"could be {posts}" if len(fitting) < 4 else f"could be any of {len(fitting)} people"
        else:
            why = "is nobody on this partnership's list of people"
        where = "row" if len(rows) == 1 else "rows"
        yield f"“{name}” {why}: kept as printed ({where} {_few([str(row) for row in rows])})."


def _absent(proposal: Proposal) -> Iterator[str]:
    if proposal.absent:
        yield (
            f"{plural(proposal.absent, 'action')} of the plan {'is' if proposal.absent == 1 else 'are'} "
            "not in this file, and will stay as they are."
        )


def _few(names: Sequence[str]) -> str:
    """ "1.1, 1.2 and 9 more"."""
    if len(names) > NAMED:
        return f"{', '.join(names[:NAMED])} and {len(names) - NAMED} more"
    return ", ".join(names[:-1]) + (" and " if len(names) > 1 else "") + names[-1]
