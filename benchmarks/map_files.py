"""`python -m benchmarks.map_files`: the map's pictures and GIS files at 250,000 venues.

A round is a new process with the facts loaded and laid out, as a server has them: typst keeps what it laid
out before, so that a picture made twice would be measured once. Each is all that a reader waits for: the
figures or points asked, the page drawn, and made into PNG or PDF.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from benchmarks import report
from benchmarks.city import city, options
from benchmarks.papers import apart
from benchmarks.reference import LAST_DAY
from benchmarks.report import Row, Sample
from geodata.gis_files import Crs
from geodata.legend import RATE_SCALE, WORDS
from outreach.rules.rate import rate_shown
from outreach.services.city import known_at, open_city
from outreach.services.coverage import coverage
from outreach.services.finding import Finding, points
from outreach.services.map_export import GisForm, Ground, map_file
from outreach.services.map_layers import Layer
from outreach.services.map_picture import PictureForm, map_picture
from outreach.services.map_sheets import Telling
from outreach.services.mapping import Question
from outreach.services.venues_picture import VenueTelling, venues_picture
from outreach.services.who import Role, Who

ADMINISTRATOR = Who("量測", Role.ADMINISTRATOR)
SCHEME, DISTRICT, VILLAGE = "mycode", "63000030", "63000030041"
BELOW = {"city by district, PNG": 1000, "all venues as squares, PNG": 2000}
_AREAS = Telling(
    "zh", "圖", (), RATE_SCALE, ("區", "完成率"),
    lambda tally: (rate_shown(tally.completed, tally.eligible),),
    lambda tally: rate_shown(tally.completed, tally.eligible), lambda place: place.name, "其他", "合計", (),
)  # fmt: skip
_VENUES = VenueTelling(
    "zh", "圖", (), WORDS.venue_entries, lambda place: place.name, str, str, str, str, str, str, ()
)  # fmt: skip


def once(url: str) -> dict[str, float]:
    """Milliseconds of each file, made once."""
    opened = open_city(url)
    question = Question(SCHEME, LAST_DAY, known_at(opened, None))
    coverage(opened, ADMINISTRATOR, SCHEME, LAST_DAY)
    points(opened, ADMINISTRATOR, question, today=LAST_DAY)

    def areas(form: PictureForm, district: str | None) -> bytes:
        return map_picture(opened, ADMINISTRATOR, question, Layer.RATE, district, form, _AREAS)

    def venues(form: PictureForm, place: str) -> bytes:
        return venues_picture(
            opened, ADMINISTRATOR, question, place, Finding(), form, _VENUES, today=LAST_DAY
        )

    def gis(form: GisForm) -> bytes:
        ground, looked_for = Ground(DISTRICT), Finding()
        return map_file(
            opened, ADMINISTRATOR, question, Layer.RATE, ground, form, Crs.TWD97, looked_for, today=LAST_DAY
        )

    files: dict[str, Callable[[], bytes]] = {
        "city by district, PNG": lambda: areas(PictureForm.PNG, None),
        "district by village, PDF in patterns": lambda: areas(PictureForm.PLAIN_PDF, DISTRICT),
        "all venues as squares, PNG": lambda: venues(PictureForm.PNG, ""),
        "a district's venues as squares, PDF": lambda: venues(PictureForm.PDF, DISTRICT),
        "a village's venues by name, PDF": lambda: venues(PictureForm.PDF, VILLAGE),
        "a district's venues, GeoPackage": lambda: gis(GisForm.GEOPACKAGE),
        "a district's venues, GeoJSON": lambda: gis(GisForm.GEOJSON),
    }
    told = {}
    for what, make in files.items():
        begun = time.perf_counter()
        make()
        told[what] = (time.perf_counter() - begun) * 1000
    opened.engine.dispose()
    return told


def main() -> int:
    """Run everything and print the table; 1 where a target is missed."""
    parser = options()
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    url = f"sqlite:///{city(given.data, given.venues, given.seed)}"
    samples: dict[str, Sample] = {}
    for _ in range(given.rounds):
        for what, taken in apart(once, url).items():
            samples.setdefault(what, Sample()).times.append(taken)
    rows = [Row(what, sample, below=BELOW.get(what)) for what, sample in samples.items()]
    print(report.machine(("numpy", "shapely", "typst", "pyogrio")))
    print(f"{given.rounds} rounds, {given.venues:,} venues\n")
    print(report.table(rows, ""))
    return 0 if all(row.met for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
