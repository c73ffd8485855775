"""What is asked of functions that only tell: figures, maps, lists of venues, histories."""

from __future__ import annotations

from dataclasses import replace

from geodata.gis_files import Crs
from geodata.legend import RATE_SCALE
from outreach.figures.positions import Dimension
from outreach.rules.bridge import Part
from outreach.services.finding import Finding
from outreach.services.map_export import GisForm, Ground
from outreach.services.map_picture import PictureForm
from outreach.services.map_sheets import Telling
from outreach.services.venues_picture import VenueTelling
from outreach.services.who import Right
from tests.services.authorisation import town
from tests.services.authorisation.arguments import a_question, same
from tests.services.authorisation.asked import Asked, Table
from tests.support.builders import FIRST_DAY

_BY_AGENCY = {"by": same(Dimension.AGENCY)}
_OF_AN_AGENCY = {"where": same(("agency=COM",))}
_BY_VILLAGE = {"by": same(Dimension.VILLAGE)}
_CODE = {"agency": same("COM")}
_GROUND = {"ground": same(Ground())}
_TELLING = Telling(
    "zh", "圖", (), RATE_SCALE, ("區", "家數"),
    lambda tally: (str(tally.population),), lambda _tally: "", lambda place: place.name, "其他", "合計", (),
)  # fmt: skip
_PICTURE = {"district": same(None), "form": same(PictureForm.PDF), "telling": same(_TELLING)}
_VENUES = VenueTelling(
    "zh", "圖", (), (), lambda place: place.name, str, str, str, str, str, str, ()
)  # fmt: skip
_VENUES_SHEET = {"place": same(""), "finding": same(Finding()), "telling": same(_VENUES)}
_ASKED_OF_AN_AGENCY = {
    "question": lambda call: replace(a_question(call), where=("agency=COM",)),
}
_COUNTS = "counts name no venue: whoever is signed in may compare agencies"

FIGURES: Table = {
    "bridge.bridge": Asked(Right.SEE_PUBLIC),
    "bridge.bridge (by agency)": Asked(Right.SEE_FIGURES, _BY_AGENCY),
    "bridge.bridge (by village)": Asked(Right.SEE_FIGURES, _BY_VILLAGE),
    "bridge.raised_by_exclusions": Asked(Right.SEE_FIGURES),
    "bridge.seen_of": Asked(
        Right.SEE_VENUES, {"days": same((town.TODAY,))}, others="venues out of reach are left out"
    ),
    "bridge_ends.meeting_end": Asked(Right.READ_MEETINGS),
    "bridge_list.bridge_list": Asked(
        Right.SEE_VENUES, {"part": same(Part.LISTED)}, others="venues out of reach are left out"
    ),
    "bureau.bureaus": Asked(Right.SEE_FIGURES),
    "bureau.inside": Asked(Right.SEE_FIGURES, _CODE, others=_COUNTS),
    "contact_coverage.contact_coverage": Asked(Right.SEE_FIGURES),
    "coverage.coverage": Asked(Right.SEE_PUBLIC),
    "coverage.coverage (by agency)": Asked(Right.SEE_FIGURES, _BY_AGENCY),
    "coverage.coverage (by village)": Asked(Right.SEE_FIGURES, _BY_VILLAGE),
    "coverage.coverage (of an agency)": Asked(Right.SEE_FIGURES, _OF_AN_AGENCY),
    "desk.agency_figures": Asked(Right.SEE_FIGURES),
    "find_examples.examples": Asked(Right.SEE_PUBLIC),
    "finding.found": Asked(Right.SEE_PUBLIC),
    "finding.points": Asked(Right.SEE_PUBLIC),
    "finding.points (of an agency)": Asked(Right.SEE_FIGURES, _ASKED_OF_AN_AGENCY, others=_COUNTS),
    "finding.spots_of": Asked(Right.SEE_PUBLIC, others="venues out of reach are left out"),
    "forecast.forecasts": Asked(Right.SEE_FIGURES),
    "locating.doorplates_loaded": Asked(Right.SEE_VENUES),
    "locating.locate": Asked(Right.SEE_VENUES),
    "map_export.map_file": Asked(
        Right.SEE_PUBLIC, {**_GROUND, "form": same(GisForm.GEOJSON), "crs": same(Crs.WGS84)}
    ),
    "map_export.map_file (of villages)": Asked(
        Right.SEE_FIGURES,
        {"ground": same(Ground(town.DISTRICT)), "form": same(GisForm.GEOJSON), "crs": same(Crs.WGS84)},
    ),
    "map_export.venues_in_file": Asked(Right.SEE_PUBLIC, _GROUND),
    "map_picture.map_picture": Asked(Right.SEE_PUBLIC, _PICTURE),
    "map_picture.map_picture (of villages)": Asked(
        Right.SEE_FIGURES, {**_PICTURE, "district": same(town.DISTRICT)}
    ),
    "mapping.areas": Asked(Right.SEE_PUBLIC),
    "mapping.areas (of villages)": Asked(Right.SEE_FIGURES, {"district": same(town.DISTRICT)}),
    "map_layers.choice": Asked(Right.SEE_PUBLIC),
    "open_data.district_figures": Asked(Right.SEE_PUBLIC),
    "open_venues.joined_venues": Asked(Right.SEE_PUBLIC),
    "open_licence.set_licence": Asked(
        Right.ADMINISTER,
        {"name": same("條款"), "url": same("https://licence.example")},
        everywhere=True,
    ),
    "open_figures.may_see_figures": Asked(Right.SEE_PUBLIC, {"by": same(None), "where": same(())}),
    "open_figures.must_have_come": Asked(Right.SEE_PUBLIC),
    "open_figures.may_see_figures (by agency)": Asked(Right.SEE_FIGURES, {**_BY_AGENCY, "where": same(())}),
    "seen.eyes_of": Asked(Right.SEE_PUBLIC),
    "seen.eyes_of (of an agency)": Asked(Right.SEE_FIGURES, {"conditions": same(("agency=COM",))}),
    "sought.sought": Asked(Right.SEE_PUBLIC),
    "spots.spots": Asked(Right.SEE_PUBLIC),
    "tiles.remove_tiles": Asked(Right.ADMINISTER, everywhere=True),
    "tiles.set_tiles": Asked(
        Right.ADMINISTER,
        {
            "url": same("https://tiles.example/{z}/{x}/{y}.png"),
            "attribution": same("某單位"),
            "max_zoom": same(17),
        },
        everywhere=True,
    ),
    "venues_picture.venue_sheet_of": Asked(Right.SEE_PUBLIC, _VENUES_SHEET),
    "venues_picture.venues_picture": Asked(
        Right.SEE_PUBLIC, {**_VENUES_SHEET, "form": same(PictureForm.PDF)}
    ),
    "venues_picture.venues_picture (of an agency)": Asked(
        Right.SEE_FIGURES,
        {**_VENUES_SHEET, "form": same(PictureForm.PDF), **_ASKED_OF_AN_AGENCY},
        others="venues out of reach are left out",
    ),
    "trend.trend": Asked(Right.SEE_PUBLIC),
    "trend.trend (by agency)": Asked(Right.SEE_FIGURES, _BY_AGENCY),
    "changes.latest_imports": Asked(Right.SEE_VENUES),
    "changes.recorded_change": Asked(Right.SEE_VENUES),
    "changes.recorded_changes": Asked(
        Right.SEE_VENUES, {"ids": lambda call: (call.town.change,)}, others="what is not theirs is left out"
    ),
    "desk.lately": Asked(Right.SEE_VENUES),
    "desk.own_agency": Asked(Right.SEE_FIGURES),
    "venues.member_ids": Asked(Right.SEE_VENUES),
    "venues.members": Asked(Right.SEE_VENUES),
    # The other agency had the venue then, and a figure opens to its venues; what was said later is not told.
    "venues.members (of a day gone by)": Asked(
        Right.SEE_VENUES, {"as_of": same(FIRST_DAY)}, shows=("隱密",), shows_ids=True
    ),
    "venues.members_by_id (of a day gone by)": Asked(
        Right.SEE_VENUES,
        {"as_of": same(FIRST_DAY)},
        others="the other agency had the venue then",
        shows=("隱密",),
        shows_ids=True,
    ),
    "venues.members_by_id": Asked(Right.SEE_VENUES, others="venues out of reach are left out"),
    "venues.venue_history": Asked(Right.SEE_VENUES),
    "reach.agencies_within": Asked(Right.SEE_VENUES),
    "known_venue.reached_venue": Asked(Right.SEE_VENUES),
    "reach.must_reach": Asked(Right.SEE_VENUES),
    "reach.must_reach_agency": Asked(Right.SEE_VENUES),
    "reach.within_reach": Asked(Right.SEE_VENUES, others="venues out of reach are left out"),
}
