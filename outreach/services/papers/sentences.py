"""The sentences of the paper: what was reported, who reached the target, who has not, who did not report."""

from __future__ import annotations

from collections.abc import Sequence

from outreach.rules.dates import roc
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.vocabulary import Kind
from outreach.services.meetings.looking import KIND_NAMES
from outreach.services.meetings.model import ItemFigures, MeetingItem
from outreach.services.papers.cells import percent

#: Who answers for the reports on schemes.
OFFICE = "研考會"


def kinds_told(item: MeetingItem) -> str:
    """The kinds an item asks about: 轄管場館, 店家, or "" for all of them."""
    return "、".join(KIND_NAMES[kind] for kind in item.kinds) if set(item.kinds) != set(Kind) else ""


def list_named(item: MeetingItem) -> str:
    """The list an item asks about: 台北熊好券（轄管場館）."""
    kinds = kinds_told(item)
    return f"{item.scheme_name}（{kinds}）" if kinds else item.scheme_name


def item_heading(item: MeetingItem) -> str:
    """台北熊好券（轄管場館）截至110年10月14日執行情形（研考會）."""
    return f"{list_named(item)}截至{roc(item.as_of)}執行情形（{OFFICE}）"


def nothing_yet(item: MeetingItem) -> str:
    """A list on which nothing stood on its day."""
    return f"截至{roc(item.as_of)}，清單內尚無資料。"


def counted(tally: Tally) -> str:
    """What was reported, with the denominator and the rate."""
    told = (
        f"提報{tally.population:,}家，毋須納入母數{tally.excluded_total:,}家，"
        f"母數{tally.eligible:,}家，已完成{tally.completed:,}家"
    )
    if not tally.eligible:
        return f"{told}；無母數，不計完成率。"
    return f"{told}，完成率{_tight(tally)}。"


def joined(tally: Tally, before: Tally | None) -> str:
    """What was reported of a list that stays open: how many joined, and no rate."""
    told = f"提報{tally.population:,}家，加入{tally.completed:,}家"
    if before is None:
        return f"{told}，可持續加入，不計完成率。"
    more = tally.completed - before.completed
    since = f"較上次增加{more:,}家" if more > 0 else f"較上次減少{-more:,}家" if more < 0 else "與上次相同"
    return f"{told}（{since}），可持續加入，不計完成率。"


def reached(figures: ItemFigures) -> str:
    """轄管場館達100%機關計2個：…；未達者：…，請持續努力。 Agencies without a denominator are in neither."""
    limits = figures.settings.thresholds
    rated = [one.figure for one in figures.bureaus if one.figure.key and one.figure.tally.eligible]
    if not rated:
        return "各機關均無母數。"
    there = [f.name for f in rated if limits.reached(f.tally)]
    behind = [f.name for f in rated if not limits.reached(f.tally)]
    told = f"{kinds_told(figures.item)}達{percent(limits.target)}機關計{len(there)}個"
    told += f"：{'、'.join(there)}" if there else ""
    if not behind:
        return f"{told}；各機關均已達成。"
    return f"{told}；未達者：{'、'.join(behind)}，請持續努力。"


def not_reported(names: Sequence[str]) -> str:
    """The agencies that had not reported when the edition was frozen."""
    return f"未填報機關計{len(names)}個：{'、'.join(names)}。"


def _tight(tally: Tally) -> str:
    return rate_shown(tally.completed, tally.eligible).replace(" %", "%")
