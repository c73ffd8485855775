"""Functions that reach the database and are not told who asks: why each needs no answer to that.

Whoever adds one says so here; the usual answer to a missing line is to let the function take `who`.
"""

from __future__ import annotations

_BEFORE = "used before anybody is known, to find out who it is"
_ASKED = "called by services that have asked who may"
_NAMES = "tells names of schemes, agencies and days, which the public pages show"
_ITSELF = "about the program itself: tells nothing of a venue or a person"
_SETTING_UP = "called while a database is filled by a service that has asked"

WITHOUT_WHO: dict[str, str] = {
    "accounts.asker": _BEFORE,
    "attempts.charge": _BEFORE,
    "attempts.forgive": _BEFORE,
    "attempts.must_not_wait": _BEFORE,
    "bridge.resolved": _ASKED,
    "city.first_day": _NAMES,
    "city.known_at": _ITSELF,
    "city.open_city": _ITSELF,
    "city.opening_day": _ITSELF,
    "demonstration_accounts.demonstration_accounts": "names a demonstration's accounts on its sign-in page",
    "demonstration_contacts.tell_contacts": _SETTING_UP,
    "demonstration_meetings.tell_meetings": _SETTING_UP,
    "demonstration_rounds.tell_rounds": _SETTING_UP,
    "demonstration_tracked.tell_tracked": _SETTING_UP,
    "duplicates.candidates.candidates": _ASKED,
    "duplicates.candidates.listed_on": _ASKED,
    "duplicates.comparing.is_candidate": _ASKED,
    "duplicates.pairs.briefs": _ASKED,
    "error_reports.is_public": "says of a venue only whether the public map shows it",
    "finding.points_sought": "the question taken apart holds what its asker may see",
    "finding.voucher_kinds": "tells what a scheme names, or what is read of venues on the public map",
    "grid.texts.settled": _NAMES,
    "imports.apply.record_rows": _ASKED,
    "imports.plan.plan_rows": _ASKED,
    "known_venue.known_venue": _ASKED,
    "locating.locate_within": _ASKED,
    "looking.look_named": _NAMES,
    "meetings.looking.edition_row": _ASKED,
    "meetings.looking.meeting_row": _ASKED,
    "meetings.recomputing.edition_findings": "called by `check`, which has asked",
    "open_data.last_recorded": _ITSELF,
    "open_licence.licence": _ITSELF,
    "outside_sign_in.sign_in_outside": _BEFORE,
    "own_password.link_works": _BEFORE,
    "own_password.reset_password": "the link of an administrator says who it is",
    "people.person_in_use": _ASKED,
    "people.person_named": _ASKED,
    "plates.plates_within": _ASKED,
    "points.point_columns": _ASKED,
    "privacy.retention_within": _ASKED,
    "question.question": _NAMES,
    "reach.agencies_of": _ASKED,
    "reach.check_own_day": _ASKED,
    "recording.post": _ASKED,
    "recount.recounted": "called by `check`, which has asked",
    "rounds.looking.day_of": _ITSELF,
    "rounds.looking.round_row": _ASKED,
    "rounds.looking.steps_told": _ASKED,
    "rounds.since.any_venue": _ASKED,
    "rounds.since.bridge_since": _ASKED,
    "rounds.since.changes_since": _ASKED,
    "rounds.since.since_for": _ASKED,
    "sign_in_settings.ready_settings": _ITSELF,
    "sign_in_settings.sign_in_settings": _ITSELF,
    "signing_in.begin_session": _BEFORE,
    "signing_in.sign_in": _BEFORE,
    "signing_in.sign_out": "the session's own token says whose it is",
    "tiles.tiles": _ITSELF,
    "tiles.tiles_host": _ITSELF,
    "spots.told_spots": _ASKED,
    "tracking.looking.agencies_by_item": _ASKED,
    "tracking.looking.items_by_number": _ASKED,
}
#: Those of them that services alone may call: a page, route or command would tell what nobody asked about.
FOR_SERVICES = frozenset(name for name, why in WITHOUT_WHO.items() if why in (_ASKED, _SETTING_UP))
