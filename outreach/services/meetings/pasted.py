"""Figures of paper meetings as rows of text: from a file, or pasted from a spreadsheet."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import reduce

from outreach.rules.dates import parse_day
from outreach.rules.rate import Tally
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Exclusion, Kind
from outreach.services.meetings.model import PaperFigures
from outreach.services.naming import kind_named

#: Headings by field, the usual one first; 毋須納入 in brackets or before a reason is left out.
HEADINGS: Mapping[str, tuple[str, ...]] = {
    "scheme": ("方案",),
    "kind": ("性質",),
    "as_of": ("統計截止日", "截至", "截止日"),
    "agency": ("機關",),
    "population": ("提報", "提報家數"),
    Exclusion.OFFICE_ONLY: ("僅公司辦公室", "僅辦公室"),
    Exclusion.CLOSED: ("歇業",),
    Exclusion.SUSPENDED: ("停業",),
    Exclusion.NOT_REOPENED: ("尚未復業", "未復業"),
    "eligible": ("母數",),
    "completed": ("已完成", "已加入", "已張貼"),
}
#: The order of pasted lines that have no headings.
PASTED = ("agency", "population", *Exclusion, "eligible", "completed")
_TOTALS = ("", "合計", "總計", "全市")
_FILE = ("scheme", "as_of", "eligible", "completed")


class PaperHeadingMissing(Refusal, ValueError):
    """A sheet of figures lacks a heading."""

    template = "找不到『{missing}』這一欄；可用的標題有 {accepted}，例如第一列寫「{example}」。"


class NotPaperCount(Refusal, ValueError):
    """A cell that is no number of venues."""

    template = "第 {row} 列『{column}』讀到『{value}』，不是家數；請填 0 或正整數，例如 1,431。"


class PaperDisagrees(Refusal, ValueError):
    """Numbers of a line that cannot all be so."""

    template = (
        "第 {row} 列的家數不一致：{what}；提報家數須等於毋須納入母數加母數，已完成不得多於母數，"
        "例如提報 120、毋須納入 20、母數 100、已完成 95。"
    )


class PaperTotalTooSmall(Refusal, ValueError):
    """A total that one of its agencies exceeds."""

    template = (
        "合計的{what} {total} 家少於『{agency}』的 {count} 家；請核對這兩列，例如合計不寫，由各機關加總。"
    )


class PaperEmpty(Refusal, ValueError):
    """An item without a single venue."""

    template = "『{item}』沒有填家數；請填母數與已完成，例如母數 100、已完成 95。"


class AgencyTwice(Refusal, ValueError):
    """The same agency, or total, on two lines of an item."""

    template = "第 {row} 列的『{agency}』重複；每個統計項目的每個機關只寫一列，例如合併為一列。"


@dataclass(slots=True)
class _Item:
    """Lines of one item as they are read; `agencies` by what the paper calls them."""

    agencies: dict[str, Tally] = field(default_factory=dict)
    total: Tally | None = None

    def add(self, row: int, agency: str, tally: Tally) -> None:
        if agency in _TOTALS:
            if self.total is not None:
                raise AgencyTwice(row=row, agency=agency or _TOTALS[1])
            self.total = tally
        elif agency in self.agencies:
            raise AgencyTwice(row=row, agency=agency)
        else:
            self.agencies[agency] = tally

    def summed(self) -> Tally:
        """The total as written, else the sum of the agencies; a paper may list a bureau's own beside it."""
        if self.total is None:
            return reduce(Tally.__add__, self.agencies.values(), Tally())
        for agency, tally in self.agencies.items():
            for what, count, total in (
                ("已完成", tally.completed, self.total.completed),
                ("母數", tally.eligible, self.total.eligible),
            ):
                if count > total:
                    raise PaperTotalTooSmall(what=what, total=f"{total:,}", agency=agency, count=f"{count:,}")
        return self.total


def paper_figures(rows: Sequence[Sequence[str]]) -> list[PaperFigures]:
    """Items of a sheet whose first row holds headings; a line without 機關, or with 合計, is a total.

    Without a total an item's is the sum of its agencies. Raises the refusals of this module, `NotADay` and
    those of `naming`.
    """
    columns = _columns(rows[0] if rows else ())
    missing = [HEADINGS[name][0] for name in _FILE if name not in columns]
    if missing:
        raise _missing(missing)
    items: dict[tuple[str, Kind | None, date], _Item] = {}
    for number, row in enumerate(rows[1:], 2):
        cells = {name: _plain(row[place]) for name, place in columns.items() if place < len(row)}
        if not any(cells.values()):
            continue
        kind = kind_named(cells["kind"]) if cells.get("kind") else None
        key = cells["scheme"], kind, parse_day(cells["as_of"])
        items.setdefault(key, _Item()).add(number, cells.get("agency", ""), _tally(number, cells))
    return [
        PaperFigures(scheme, (kind,) if kind else (), day, item.summed(), item.agencies)
        for (scheme, kind, day), item in items.items()
    ]


def pasted_agencies(text: str) -> tuple[dict[str, Tally], Tally]:
    """Lines pasted from a table (cells by tab, comma or several spaces) by agency, and their total.

    The first line may hold headings; else cells stand in the order of `PASTED`, or are agency, 母數 and
    已完成 alone. Raises the refusals of this module.
    """
    lines = [(number, _cells(line)) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    item = _Item()
    if not lines:
        return {}, Tally()
    columns = _columns(lines[0][1])
    if "completed" in columns and "agency" in columns:
        if "eligible" not in columns:
            raise _missing(["母數"])
        lines = lines[1:]
    else:
        columns = {}
    for number, cells in lines:
        told = columns or _usual(number, cells)
        named = {name: _plain(cells[place]) for name, place in told.items() if place < len(cells)}
        item.add(number, named.get("agency", ""), _tally(number, named))
    return item.agencies, item.summed()


def _missing(missing: Sequence[str]) -> PaperHeadingMissing:
    accepted = "、".join(name for names in HEADINGS.values() for name in names[:1])
    example = ",".join(names[0] for names in HEADINGS.values())
    return PaperHeadingMissing(missing="、".join(missing), accepted=accepted, example=example)


def _usual(row: int, cells: Sequence[str]) -> dict[str, int]:
    for names in (PASTED, ("agency", "eligible", "completed")):
        if len(cells) == len(names):
            return {name: place for place, name in enumerate(names)}
    raise (
        _missing(["機關", "母數", "已完成"])
        if row == 1
        else NotPaperCount(row=row, column="已完成", value=" ".join(cells)[:40])
    )


def _columns(headings: Iterable[str]) -> dict[str, int]:
    """Where each known heading stands."""
    known = {name: key for key, names in HEADINGS.items() for name in names}
    found: dict[str, int] = {}
    for place, heading in enumerate(headings):
        plain = _plain(heading).replace(" ", "").replace("毋須納入母數", "").replace("毋須納入", "")
        key = known.get(plain.strip("：:・·()"))
        if key is not None:
            found.setdefault(key, place)
    return found


def _cells(line: str) -> list[str]:
    """The cells of a pasted line; commas between three digits belong to a number."""
    if "\t" in line:
        return line.split("\t")
    parts = line.replace("，", ",")
    return parts.split(",") if "," in parts and " " not in parts.strip() else parts.split()


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


def _tally(row: int, cells: Mapping[str, str]) -> Tally:
    excluded = {reason: _count(row, cells, reason) or 0 for reason in Exclusion}
    eligible, completed = _count(row, cells, "eligible"), _count(row, cells, "completed")
    if eligible is None or completed is None:
        column = "母數" if eligible is None else "已完成"
        raise NotPaperCount(row=row, column=column, value="")
    population = _count(row, cells, "population")
    outside = sum(excluded.values())
    if population is not None and population != outside + eligible:
        what = f"提報 {population:,}，毋須納入 {outside:,} 加母數 {eligible:,} 為 {outside + eligible:,}"
        raise PaperDisagrees(row=row, what=what)
    if completed > eligible:
        raise PaperDisagrees(row=row, what=f"已完成 {completed:,} 多於母數 {eligible:,}")
    return Tally(completed, eligible - completed, excluded)


def _count(row: int, cells: Mapping[str, str], name: str) -> int | None:
    """A number of venues; None where the column is not there or empty."""
    text = cells.get(name, "").replace(",", "").removesuffix("家").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise NotPaperCount(row=row, column=HEADINGS[name][0], value=cells[name][:40])
    return int(text)
