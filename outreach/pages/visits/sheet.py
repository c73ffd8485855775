"""The visit list to take along: one A4 page in black and white, and a workbook."""

from __future__ import annotations

import io
from datetime import date

from outreach.pages import words
from outreach.pages.markup import Child, Html, el
from outreach.pages.terms import Spoken, speaking_as
from outreach.pages.visits import terms
from outreach.pages.visits.picture import picture
from outreach.pages.words import N_, _, n_
from outreach.services.visit_stops import Stop
from outreach.services.visits import PAGE_OF_STOPS, VisitList
from outreach.sheets.table import Cell, Table
from outreach.sheets.writing import write_xlsx

_HEADINGS = (
    N_("順序"),
    N_("店家編號"),
    N_("店家名稱"),
    N_("地址"),
    N_("行政區"),
    N_("里"),
    N_("行業"),
    N_("聯絡人"),
    N_("電話號碼"),
    N_("距上一站（公尺）"),
    N_("上次聯繫"),
)
#: Columns for what is written at the door.
_BLANK = (N_("結果"), N_("備註"))
_BOXES = (N_("已加入"), N_("同意加入"), N_("考慮中"), N_("未遇"), N_("無意願"))


def paper(found: VisitList, title: str, today: date) -> Html:
    """The page as it is printed; on a screen it is not seen."""
    stops = found.stops[:PAGE_OF_STOPS]
    more = len(found.stops) - len(stops) + found.left_out
    first = (
        n_("另有 {count} 家未列於本頁", more) if more else "",
        n_("{count} 家請勿提前聯繫，未列入", found.resting) if found.resting else "",
    )
    size = "dense" if len(stops) > 16 else "roomy"
    return el(
        "section",
        el(
            "header",
            el("h2", _("訪視單")),
            el("p", " · ".join(piece for piece in (title, words.day(today)) if piece)),
            el("p", " · ".join(p for p in (_summary(found), *first) if p)),
        ),
        picture(found),
        el("table", el("tbody", [_row(stop) for stop in stops])),
        el("footer", el("span", _("訪視人：")), el("span", _("日期："))),
        class_=f"visit-paper {size}",
        aria_hidden="true",
    )


def _summary(found: VisitList) -> str:
    begin = found.start.words or _("店家的中間位置")
    return _("自{start}出發，直線共 {length}").format(start=begin, length=terms.distance(found.metres))


def _row(stop: Stop) -> Html:
    contact = " ".join(piece for piece in (stop.person, stop.phone) if piece)
    boxes: Child = [el("span", "□ ", _(text)) for text in _BOXES]
    stages = [el("span", _(s.scheme_name), "：", terms.stage(s)) for s in stop.stages]
    return el(
        "tr",
        el("td", stop.number, class_="n"),
        el(
            "td",
            el("b", stop.venue.name),
            el("span", terms.where(stop)),
            el("span", contact) if contact else None,
        ),
        el("td", stages, class_="stages"),
        el("td", boxes, class_="boxes"),
    )


def workbook(found: VisitList, title: str, today: date, spoken: Spoken) -> bytes:
    """The same list as .xlsx, with columns for what is written at the door; no text runs as a formula."""
    file = io.BytesIO()
    with speaking_as(spoken):
        schemes = [s.scheme_name for s in found.stops[0].stages] if found.stops else []
        headings = (*map(_, _HEADINGS), *map(_, schemes), *map(_, _BLANK))
        outcomes = tuple(_(text) for text in terms.OUTCOMES.values())
        banner = [[_("訪視單"), title, words.day(today), _summary(found)]]
        rows = [_cells(stop) for stop in found.stops]
        at = len(_HEADINGS) + len(schemes)
        table = Table(_("訪視單"), headings, rows, banner=banner, choices={at: outcomes})
        write_xlsx(file, table)
    return file.getvalue()


def _cells(stop: Stop) -> list[Cell]:
    return [
        stop.number,
        stop.venue.id,
        stop.venue.name,
        stop.venue.address,
        stop.district,
        stop.village,
        _(stop.sector),
        stop.person,
        stop.phone,
        None if stop.leg is None else round(stop.leg),
        terms.tried(stop),
        *(terms.stage(stage) for stage in stop.stages),
        "",
        "",
    ]


def in_brief(found: VisitList) -> str:
    """What the list holds, in a line: how many, how far, and who is left out."""
    pieces = [
        n_("{count} 站", len(found.stops)),
        _summary(found),
        n_("{count} 家沒有位置，排在最後", found.unplaced) if found.unplaced else "",
        n_("{count} 家請勿提前聯繫，未列入", found.resting) if found.resting else "",
        n_("較遠的 {count} 家未列入", found.left_out) if found.left_out else "",
    ]
    return " · ".join(piece for piece in pieces if piece)
