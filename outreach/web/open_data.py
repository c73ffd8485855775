"""`/open-data`: what anybody may use, as CSV, JSON and GeoJSON; `/data/coverage.json` for who is signed in.

Open data is the same for everybody: it is asked for as the public, whatever cookie comes along, so that
caches between may keep it. Every answer says as of which day it holds, what was known, and its licence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from email.utils import format_datetime
from functools import partial
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from outreach.figures.positions import Dimension
from outreach.rules.dates import TAIPEI, parse_day, today_in_taipei
from outreach.rules.refusals import Refusal
from outreach.services.city import City, opening_day
from outreach.services.coverage import coverage
from outreach.services.documents import Cell, coverage_document
from outreach.services.open_data import district_figures, last_recorded
from outreach.services.open_licence import licence
from outreach.services.open_venues import LARGEST_PAGE, OpenPage, joined_venues
from outreach.services.who import Right, Role
from outreach.web import asking
from outreach.web.answering import PRIVATE, Endpoint, answer, answering, as_json, packed, refused
from outreach.web.layers import NotAParameter, ParameterMissing
from outreach.web.open_files import (
    FIGURE_COLUMNS,
    VENUE_COLUMNS,
    as_csv,
    as_geojson,
    figures_json,
    figures_rows,
    venue_row,
)
from outreach.web.open_index import index_document, index_page
from outreach.web.opened import city as opened_city
from outreach.web.pace import Pace
from outreach.web.signing_in import PUBLIC, origin_of

Clock = Callable[[], datetime]
#: Anybody may keep an answer, and asks each time whether it still holds.
_PUBLIC = "public, no-cache"
_JSON, _GEOJSON, _CSV = "application/json", "application/geo+json", "text/csv; charset=utf-8; header=present"
#: What pages of other sites may read of an answer beside its content.
_EXPOSED = "ETag, Last-Modified, Link, Retry-After, Outreach-As-Of, Outreach-Known-At"
_OPEN: Mapping[str, str] = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": _EXPOSED}
_COVERAGE = ("scheme", "kind", "as_of", "known_at")
_VENUES = ("scheme", "kind", "district", "as_of", "known_at", "after", "page_size")
_DATA = ("scheme", "as_of", "known_at", "by", "roll_up", "where")
#: Parameters that may be told several times.
_SEVERAL = frozenset({"where"})
_MANY = "請求次數太多；請等 {seconds} 秒再試，下載全部資料請一次取 {most} 筆，例如 page_size={most}。"
_SIGN_IN = "這份資料須先登入；請先在網頁登入後以同一個瀏覽器開啟，公開的統計在 /open-data/coverage.json。"


class NoSuchOpenData(Refusal, LookupError):
    """There is no resource of this name."""

    template = "查無開放資料『{value}』；可用的資料列在 /open-data，例如 /open-data/venues.csv。"


class NotADimension(Refusal, ValueError):
    """A breakdown that there is none of."""

    template = "by 讀到『{value}』；可用 {accepted}，例如 by=agency。"


class NotYesOrNo(Refusal, ValueError):
    """A switch that is neither on nor off."""

    template = "{name} 讀到『{value}』；請用 true 或 false，例如 {name}=true。"


@dataclass(frozen=True, slots=True)
class _Asked:
    """One request: the city, the parameters by name, and the days on which it comes."""

    request: Request
    city: City
    told: Mapping[str, list[str]]
    now: datetime

    @classmethod
    def of(cls, request: Request, accepted: Sequence[str], now: datetime) -> _Asked:
        """Read the parameters. Raises `NotAParameter` for one that is not known or told twice."""
        told: dict[str, list[str]] = {}
        for name, value in request.query_params.multi_items():
            if name not in (*accepted, "lang") or (name in told and name not in _SEVERAL):
                usable = accepted or ("lang",)
                example = f"{usable[0]}={'mycode' if accepted else 'zh'}"
                raise NotAParameter(value=name[:40], accepted="、".join(usable), example=example)
            told.setdefault(name, []).append(value)
        return cls(request, opened_city(), told, now)

    def text(self, name: str) -> str:
        """A parameter, "" where it is not told."""
        return self.told.get(name, [""])[0]

    @property
    def today(self) -> date:
        """The day on which people work here; a demonstration's is the last of its story."""
        present = today_in_taipei(self.now)
        return opening_day(self.city, present) if self.city.is_demonstration() else present

    @property
    def invented(self) -> bool:
        """Whether all this is a demonstration; every file says so."""
        return self.city.is_demonstration()

    @property
    def as_of(self) -> date:
        """The day asked about, usually today."""
        return parse_day(self.text("as_of")) if self.text("as_of") else self.today

    def modified(self) -> str:
        """The last moment at which the answer can have changed: something recorded, or midnight."""
        midnight = datetime.combine(today_in_taipei(self.now), time.min, TAIPEI).astimezone(UTC)
        recorded = last_recorded(self.city)
        latest = midnight if recorded is None else max(midnight, min(recorded, self.now))
        return format_datetime(latest.astimezone(UTC), usegmt=True)

    def send(
        self, content: bytes, kind: str, as_of: date, known_at: int, next_: str = "", file: str = ""
    ) -> Response:
        """The answer with everything that its headers say."""
        links = [f'<{licence(self.city).url}>; rel="license"']
        if next_:
            links.insert(0, f'<{next_}>; rel="next"')
        headers = {
            **_OPEN,
            "Link": ", ".join(links),
            "Last-Modified": self.modified(),
            "Outreach-As-Of": as_of.isoformat(),
            "Outreach-Known-At": str(known_at),
        }
        mark = "demonstration-" if self.invented else ""
        if file:
            headers["Content-Disposition"] = f'attachment; filename="{mark}{file}"'
        return answer(self.request, content, packed(content), kind, _PUBLIC, headers)


def _figures(form: str, asked: _Asked) -> Response:
    found = district_figures(
        asked.city,
        PUBLIC,
        asked.as_of,
        today=asked.today,
        scheme=asked.text("scheme"),
        kind=asked.text("kind"),
        known_at=asked.text("known_at"),
    )
    terms = licence(asked.city)
    known_at = found[0].table.known_at if found else 0
    if form == "csv":
        rows = figures_rows(found, terms)
        content, kind = as_csv(FIGURE_COLUMNS, rows), _CSV
        return asked.send(content, kind, asked.as_of, known_at, file=f"coverage-{asked.as_of}.csv")
    body = as_json(figures_json(found, terms, asked.as_of, known_at, invented=asked.invented))
    return asked.send(body, _JSON, asked.as_of, known_at)


def _venues(form: str, asked: _Asked) -> Response:
    page = joined_venues(
        asked.city,
        PUBLIC,
        asked.as_of,
        today=asked.today,
        scheme=asked.text("scheme"),
        kind=asked.text("kind"),
        district=asked.text("district"),
        known_at=asked.text("known_at"),
        after=asked.text("after"),
        **({"page_size": asked.text("page_size")} if "page_size" in asked.told else {}),
    )
    next_ = _next(asked, page, form)
    terms = licence(asked.city)
    if form == "geojson":
        body = as_geojson(page, terms, next_, invented=asked.invented)
        return asked.send(as_json(body), _GEOJSON, page.as_of, page.known_at, next_)
    rows: list[list[Cell]] = [venue_row(venue, page, terms) for venue in page.venues]
    if form == "csv":
        content = as_csv(VENUE_COLUMNS, rows)
        file = f"venues-{page.as_of}.csv"
        return asked.send(content, _CSV, page.as_of, page.known_at, next_, file)
    told = {
        "demonstration": asked.invented,
        "licence": terms.name,
        "licence_url": terms.url,
        "as_of": page.as_of.isoformat(),
        "known_at": page.known_at,
        "total": page.total,
        "next": next_ or None,
        "venues": [dict(zip(VENUE_COLUMNS[:-3], row[:-3], strict=True)) for row in rows],
    }
    return asked.send(as_json(told), _JSON, page.as_of, page.known_at, next_)


def _next(asked: _Asked, page: OpenPage, form: str) -> str:
    """The address of the next page beside this one, of the same day and knowledge; "" at the end."""
    if page.next_after is None:
        return ""
    kept = {name: values[0] for name, values in asked.told.items()}
    kept |= {"as_of": page.as_of.isoformat(), "known_at": str(page.known_at), "after": page.next_after}
    return f"venues.{form}?{urlencode(kept)}"


def _index(asked: _Asked) -> Response:
    terms = licence(asked.city)
    schemes = [(one.code, one.name) for one in asked.city.reference().schemes.values()]
    if "text/html" in asked.request.headers.get("accept", ""):
        page = index_page(terms, asked.today, schemes, invented=asked.invented).encode()
        headers = {"Vary": "Accept"}
        return Response(page, media_type="text/html", headers={"Cache-Control": "no-cache", **headers})
    content = as_json(index_document(terms, asked.today, schemes, invented=asked.invented))
    return answer(asked.request, content, packed(content), _JSON, _PUBLIC, {**_OPEN})


def _full(asked: _Asked) -> Response:
    """The whole coverage JSON, of whatever the session's owner may see."""
    who = asking.who_requests(asked.request)
    if not who.may(Right.SEE_FIGURES):
        return refused({"problem": _SIGN_IN}, 401 if who.role is Role.PUBLIC else 403)
    if not asked.text("scheme"):
        raise ParameterMissing(name="scheme", example="scheme=mycode")
    rolled = _switch(asked, "roll_up")
    table = coverage(
        asked.city,
        who,
        asked.text("scheme"),
        asked.as_of,
        by=_dimension(asked.text("by")) or (Dimension.AGENCY if rolled else None),
        where=asked.told.get("where", []),
        known_at=asked.text("known_at"),
        roll_up=rolled,
    )
    body = as_json(coverage_document(table))
    return answer(asked.request, body, packed(body), _JSON, PRIVATE)


def _dimension(text: str) -> Dimension | None:
    if not text:
        return None
    accepted = [d.value for d in Dimension if d is not Dimension.KIND]
    if text not in accepted:
        raise NotADimension(value=text[:40], accepted="、".join(accepted))
    return Dimension(text)


def _switch(asked: _Asked, name: str) -> bool:
    text = asked.text(name)
    if text not in ("", "true", "false"):
        raise NotYesOrNo(name=name, value=text[:40])
    return text == "true"


def _nothing(request: Request) -> Response:
    raise NoSuchOpenData(value=str(request.path_params["name"])[:40])


def _paced(pace: Pace, clock: Clock, accepted: Sequence[str], make: Callable[[_Asked], Response]) -> Endpoint:
    """An endpoint that answers 429 to who asks too fast, unread."""

    def endpoint(request: Request) -> Response:
        now = clock()
        seconds = pace.wait(origin_of(request).address, now.timestamp())
        if seconds:
            more = {"Retry-After": str(seconds), "Access-Control-Allow-Origin": "*"}
            return refused({"problem": _MANY.format(seconds=seconds, most=LARGEST_PAGE)}, 429, more)
        return make(_Asked.of(request, accepted, now))

    return answering(endpoint)


def _now() -> datetime:
    return datetime.now(UTC)


def routes(clock: Clock | None = None, pace: Pace | None = None) -> list[Route]:
    """`/open-data…` and `/data/coverage.json`, all at the pace of one address."""
    when, held = clock or _now, Pace() if pace is None else pace
    paced = partial(_paced, held, when)
    return [
        Route("/open-data", paced((), _index), name="open-data"),
        Route("/open-data/coverage.json", paced(_COVERAGE, partial(_figures, "json"))),
        Route("/open-data/coverage.csv", paced(_COVERAGE, partial(_figures, "csv"))),
        Route("/open-data/venues.json", paced(_VENUES, partial(_venues, "json"))),
        Route("/open-data/venues.csv", paced(_VENUES, partial(_venues, "csv"))),
        Route("/open-data/venues.geojson", paced(_VENUES, partial(_venues, "geojson"))),
        Route("/open-data/{name:path}", answering(_nothing)),
        Route("/data/coverage.json", paced(_DATA, _full)),
    ]
