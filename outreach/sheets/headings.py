"""Finding the heading row and what each heading means.

Constraints:
1. Headings differ in width, case, spaces, 臺/台, punctuation and a trailing * without meaning something else.
2. What stands in brackets counts (備註(支付) is no remark), unless it only says how to fill the column in
   (必填, 8碼, WGS84).
3. Of two headings for one field the exact one wins; two that are equally good are refused, never guessed.
4. An override settles its field, and its heading is then no other field's; an empty one leaves the field
   unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from outreach.sheets.fields import BY_CODE, FIELDS
from outreach.sheets.model import Sheet
from outreach.sheets.refusals import (
    HeadingTakenTwice,
    NoHeadings,
    TwoHeadings,
    UnknownField,
    UnknownHeading,
)

#: Headings may stand on any of these first rows; above them are titles and dates.
SEARCHED_ROWS = 20

How = Literal["exact", "synonym", "override"]

_FILLING_IN = re.compile(
    r"必填|選填|免填|必要|[8八][碼位](數字)?|wgs-?84|twd-?97|tm2|公尺|下拉選單|請選填?|多選|以?、分隔|"
    r"民國|民國年|西元|西元年|yyy+[-/.]?mm[-/.]?dd|十進位"
)
_BRACKETS = re.compile(r"[(\[【〔「{<]([^()\[\]【】〔〕「」{}<>]*)[)\]】〕」}>]")
_NOT_A_WORD = re.compile(r"[\W_]+")


def heading_key(text: str) -> str:
    """The heading as it is compared: 「＊ 店家 名稱（必填）」 and 「店家名稱 *」 are 店家名稱."""
    folded = unicodedata.normalize("NFKC", text).casefold().replace("臺", "台")
    folded = _BRACKETS.sub(_kept_unless_filling_in, "".join(folded.split()))
    return _NOT_A_WORD.sub("", folded)


def _kept_unless_filling_in(bracket: re.Match[str]) -> str:
    return "" if _FILLING_IN.fullmatch(bracket[1]) else bracket[0]


@dataclass(frozen=True, slots=True)
class HeadingMatch:
    """Where the headings stand and which column is which field."""

    row: int
    """Index into the sheet's rows, from 0; the rows below it are data."""
    headings: tuple[str, ...]
    """As in the file, one for each column."""
    columns: Mapping[str, int]
    """Field code → column index, in the order of the columns."""
    how: Mapping[str, How] = field(default_factory=dict)
    """Field code → whether the heading is the field's own, a synonym or was given."""

    @property
    def unmatched(self) -> tuple[str, ...]:
        """The file's headings that mean no field, in order."""
        taken = set(self.columns.values())
        return tuple(
            heading for at, heading in enumerate(self.headings) if at not in taken and heading.strip()
        )

    def heading_of(self, code: str) -> str:
        """The file's heading of a field; the field's own where the file has no such column."""
        at = self.columns.get(code)
        return BY_CODE[code].heading if at is None else self.headings[at].strip()


def _meanings() -> dict[str, tuple[str, How]]:
    """Key of a heading → (field, how); built once, and no two fields may claim one key."""
    meanings: dict[str, tuple[str, How]] = {}
    for each in FIELDS:
        for heading in (each.heading, *each.synonyms, each.code):
            how: How = "exact" if heading == each.heading else "synonym"
            known = meanings.setdefault(heading_key(heading), (each.code, how))
            if known[0] != each.code:
                raise ValueError(f"{heading} is claimed by {known[0]} and {each.code}")
    return meanings


_MEANINGS = _meanings()


def find_headings(sheet: Sheet, overrides: Mapping[str, str] = MappingProxyType({})) -> HeadingMatch:
    """The best of the first 20 rows: it has the venue's name and the most fields; the first of equals.

    `overrides` maps a field code (or its own heading) to a heading of the file, or to "" for a field that
    is to be left unread. Raises `NoHeadings`, `TwoHeadings`, `UnknownField`, `UnknownHeading` or
    `HeadingTakenTwice`.
    """
    given = _by_code(overrides)
    candidates = [
        (len(fields), -at, row)
        for at, row in enumerate(sheet.rows[:SEARCHED_ROWS])
        if "name" in (fields := _fields_in(row, given))
    ]
    if not candidates:
        raise _no_headings(sheet, given)
    _, minus_at, row = max(candidates)
    columns, how = _columns(row, given)
    in_order = sorted(columns.items(), key=lambda item: item[1])
    return HeadingMatch(
        row=-minus_at, headings=row, columns=MappingProxyType(dict(in_order)), how=MappingProxyType(how)
    )


def _by_code(overrides: Mapping[str, str]) -> dict[str, str]:
    """Overrides by field code, each heading given once."""
    given: dict[str, str] = {}
    for name, heading in overrides.items():
        code = name.strip()
        if code not in BY_CODE:
            code, how = _MEANINGS.get(heading_key(code), ("", "synonym"))
            if how != "exact":
                raise UnknownField(value=name, accepted="、".join(BY_CODE))
        for other, taken in given.items():
            if heading and heading_key(taken) == heading_key(heading):
                raise HeadingTakenTwice(heading=heading, first=other, second=code)
        given[code] = heading
    return given


def known_fields(row: Sequence[str]) -> set[str]:
    """The codes of the fields that the cells of this row are headings of."""
    return {_MEANINGS[key][0] for cell in row if cell and (key := heading_key(cell)) in _MEANINGS}


def _fields_in(row: Sequence[str], given: Mapping[str, str]) -> set[str]:
    """The fields that this row would name, were it the heading row."""
    keys = {heading_key(cell) for cell in row if cell}
    return (known_fields(row) - given.keys()) | {
        code for code, heading in given.items() if heading and heading_key(heading) in keys
    }


def _columns(row: Sequence[str], given: Mapping[str, str]) -> tuple[dict[str, int], dict[str, How]]:
    columns = {code: _override_at(row, code, heading) for code, heading in given.items() if heading}
    how: dict[str, How] = dict.fromkeys(columns, "override")
    taken = set(columns.values())
    claims: dict[str, list[tuple[How, int]]] = {}
    for at, cell in enumerate(row):
        meaning = _MEANINGS.get(heading_key(cell)) if cell and at not in taken else None
        if meaning and meaning[0] not in given:
            claims.setdefault(meaning[0], []).append((meaning[1], at))
    for code, claimed in claims.items():
        # "exact" sorts before "synonym", which is what settles most doubles.
        best = [(degree, at) for degree, at in claimed if degree == min(claimed)[0]]
        if len(best) > 1:
            first, second = (row[at].strip() for _, at in best[:2])
            raise TwoHeadings(first=first, second=second, field=BY_CODE[code].heading, code=code)
        how[code], columns[code] = best[0]
    return columns, how


def _override_at(row: Sequence[str], code: str, heading: str) -> int:
    """The column of a given heading: the very text if it is there, else the one that compares equal."""
    same = [at for at, cell in enumerate(row) if cell.strip() == heading.strip()]
    alike = same or [at for at, cell in enumerate(row) if cell and heading_key(cell) == heading_key(heading)]
    if len(alike) > 1:
        first, second = (row[at].strip() for at in alike[:2])
        raise TwoHeadings(first=first, second=second, field=BY_CODE[code].heading, code=code)
    if not alike:
        raise _unknown_heading(row, code, heading)
    return alike[0]


def _unknown_heading(row: Sequence[str], code: str, heading: str) -> UnknownHeading:
    read = [cell.strip() for cell in row if cell.strip()]
    return UnknownHeading(value=heading, read=_listed(read), code=code, example=read[0] if read else "店名")


def _no_headings(sheet: Sheet, given: Mapping[str, str]) -> UnknownHeading | NoHeadings:
    """What the fullest of the first rows says, since that is most likely the heading row."""
    rows = sheet.rows[:SEARCHED_ROWS]
    fullest = max(rows, key=lambda row: sum(1 for cell in row if cell.strip()), default=())
    if "name" in given:
        return _unknown_heading(fullest, "name", given["name"])
    read = [cell.strip() for cell in fullest if cell.strip()]
    accepted = (BY_CODE["name"].heading, *BY_CODE["name"].synonyms[:6])
    return NoHeadings(
        searched=SEARCHED_ROWS,
        read=_listed(read),
        accepted="、".join(accepted),
        example=read[0] if read else "店名",
    )


def _listed(texts: Sequence[str], most: int = 12) -> str:
    """At most `most` texts, each cut to what a message can hold."""
    cut = [text if len(text) <= 20 else text[:20] + "…" for text in texts[:most]]
    return "、".join(cut) + ("…" if len(texts) > most else "") if cut else "（空白）"
