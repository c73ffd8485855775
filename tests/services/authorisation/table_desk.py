"""What is asked of functions about an agency's daily work: contacts, rounds, visits, the brief."""

from __future__ import annotations

from datetime import date, timedelta

from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Kind
from outreach.services.error_reports import SettledAs
from outreach.services.meetings import PaperFigures
from outreach.services.privacy import Contact
from outreach.services.rounds.looking import round_row
from outreach.services.who import Right
from tests.services.authorisation import town
from tests.services.authorisation.arguments import same
from tests.services.authorisation.asked import Asked, Table, Whoever
from tests.support.builders import MYCODE
from tests.support.plates import middle_of

_LATER = town.TODAY + timedelta(days=9)
_ELSEWHERE, _DISTRICT = "朱馥里", "中山區"
_LON, _LAT = middle_of(_DISTRICT, _ELSEWHERE)
_POINT = {"lon": same(_LON), "lat": same(_LAT), "version": same(2)}
_ONLY_LOOKS = "whoever looks through another role's eyes reports nothing"
_LOOKED = ("privacy_events",)
_ITEMS = ((MYCODE, tuple[Kind, ...](), town.TODAY),)

DESK: Table = {
    "brief.brief": Asked(Right.SEE_VENUES),
    "brief.brief_of": Asked(Right.SEE_VENUES),
    "contact_entries.due_follow_ups": Asked(Right.SEE_CONTACTS, looks=_LOOKED),
    "contact_entries.entries_of": Asked(Right.SEE_CONTACTS, looks=_LOOKED),
    "contact_log.log_contact": Asked(Right.CHANGE, {"way": same("phone"), "outcome": same("joined")}),
    "contact_entries.mark_done": Asked(Right.CHANGE),
    "contact_entries.take_back": Asked(Right.CHANGE),
    "contact_entries.withdraw": Asked(Right.CHANGE),
    "contact_log.schemes_of": Asked(Right.SEE_CONTACTS),
    "error_reports.open_error_reports": Asked(Right.CHANGE),
    "error_reports.report_error": Asked(
        Right.SEE_PUBLIC,
        {
            "venue_id": same(town.SHOWN),
            "kind": same("closed"),
            "words": same(""),
            "address": same("192.0.2.8"),
        },
        own_only=_ONLY_LOOKS,
        leaves=("settings",),
    ),
    "error_reports.report_error (of a hidden venue)": Asked(
        Right.SEE_PUBLIC,
        {"kind": same("closed"), "words": same(""), "address": same("192.0.2.8")},
        nobody="the public map does not show it",
        own_only=_ONLY_LOOKS,
        leaves=("settings",),
    ),
    "error_reports.settle": Asked(Right.CHANGE, {"settled_as": same(SettledAs.MENDED)}),
    "handing_over.colleagues": Asked(Right.CHANGE),
    "handing_over.hand_over": Asked(
        Right.CHANGE,
        {"from_account": same("li"), "to_account": same("zhou")},
        own_only="an officer hands over the own queue alone, an administrator anybody's",
    ),
    "handing_over.own_queue": Asked(Right.CHANGE),
    "handing_over.queues": Asked(Right.ADMINISTER),
    "handing_over.hand_over (of another's)": Asked(
        Right.CHANGE,
        {"from_account": same("li"), "to_account": same("lin")},
        own_only="an officer hands over the own queue alone, an administrator anybody's",
        nobody="nobody has anything of 商業處's to hand over to another agency",
    ),
    "meetings.behind.edition_venues": Asked(Right.READ_MEETINGS),
    "meetings.differing.what_differs": Asked(
        Right.READ_MEETINGS, {"edition": same(2)}, nobody="the town's meeting has one edition"
    ),
    "meetings.freezing.freeze": Asked(Right.STEER, {"note": same("更正")}, everywhere=True),
    "meetings.opening.enter_figures": Asked(
        Right.STEER,
        {"number": same(200), "figures": same((PaperFigures(MYCODE, (), town.TODAY, Tally(1, 2)),))},
        everywhere=True,
    ),
    "meetings.opening.open_meeting": Asked(
        Right.STEER, {"number": same(town.MEETING + 1), "items": same(_ITEMS)}, everywhere=True
    ),
    "meetings.opening.suggested_meeting": Asked(Right.STEER, everywhere=True),
    "meetings.reading.edition": Asked(Right.READ_MEETINGS),
    "meetings.reading.edition_members": Asked(Right.READ_MEETINGS),
    "meetings.reading.meetings": Asked(Right.READ_MEETINGS),
    "meetings.recomputing.recompute": Asked(Right.READ_MEETINGS, everywhere=True),
    "meetings.since.then_and_now": Asked(Right.READ_MEETINGS),
    "meetings.texts.state_text": Asked(Right.STEER, {"part": same("place")}, everywhere=True),
    "meetings.texts.text_history": Asked(Right.READ_MEETINGS, {"part": same("place")}),
    "meetings.texts.texts": Asked(Right.READ_MEETINGS),
    "papers.contents.paper": Asked(Right.READ_MEETINGS),
    "papers.files.paper_file": Asked(Right.READ_MEETINGS, {"format_": same("xlsx")}),
    "papers.ground.ground_of": Asked(Right.READ_MEETINGS, {"edition": same(None)}),
    "placing.planned_move": Asked(Right.CHANGE, _POINT),
    "placing.present_place": Asked(Right.CHANGE),
    "placing.settle": Asked(Right.CHANGE, _POINT),
    "placing.settle_village": Asked(Right.CHANGE, {"version": same(2), "village": same(_ELSEWHERE)}),
    "placing.suggestion": Asked(Right.CHANGE),
    "placing.uncertain_places": Asked(Right.CHANGE),
    "privacy.contact_of": Asked(Right.SEE_CONTACTS, looks=_LOOKED),
    "privacy.correct_contact": Asked(Right.CHANGE, {"contact": same(Contact("林小姐", ""))}),
    "privacy.erase": Asked(Right.CHANGE),
    "privacy.erase_expired": Asked(Right.ADMINISTER, everywhere=True),
    "privacy.is_recorded": Asked(Whoever.ANYBODY),
    "privacy.privacy_record": Asked(Right.ADMINISTER, everywhere=True),
    "privacy.record_export": Asked(Right.SEE_CONTACTS, {"venues": same(3)}, looks=_LOOKED),
    "privacy.record_look": Asked(
        Right.SEE_CONTACTS, others="the service that shows the contact has asked", looks=_LOOKED
    ),
    "privacy.retention_days": Asked(Right.ADMINISTER, everywhere=True),
    "privacy.set_retention_days": Asked(Right.ADMINISTER, {"days": same(90)}, everywhere=True),
    "exclusions.asking.ask_all": Asked(Right.STEER, {"venue_ids": same((town.STORE,))}, everywhere=True),
    "exclusions.asking.talks": Asked(Right.SEE_VENUES),
    "exclusions.listing.exclusions": Asked(Right.SEE_VENUES),
    "exclusions.listing.overdue_ids": Asked(Right.SEE_VENUES, {"as_of": same(date(2021, 12, 1))}),
    "questions.answer": Asked(Right.CHANGE),
    "questions.ask": Asked(Right.STEER, {"venue_id": same(town.STORE)}, everywhere=True),
    "questions.close": Asked(Right.STEER, everywhere=True),
    "questions.exchanges": Asked(Right.SEE_VENUES, {"venue_id": same(town.STORE)}),
    "questions.open_questions": Asked(Right.SEE_VENUES),
    "reviews.reviews_past": Asked(Right.SEE_VENUES, {"today": same(date(2021, 12, 1))}),
    "rounds.handing.confirm": Asked(Right.CONFIRM),
    "rounds.handing.send_back": Asked(Right.CONFIRM),
    "rounds.handing.submit": Asked(Right.SUBMIT, {"round_id": same(town.OPEN_ROUND)}),
    "rounds.handing.withdraw": Asked(Right.SUBMIT),
    "rounds.looking.agency_meant": Asked(Right.SEE_VENUES, {"what": same("查看")}),
    "rounds.one.round_of": Asked(Right.SEE_VENUES),
    "rounds.one.told": Asked(
        Whoever.INNER, {"row": lambda call: round_row(call.connection, town.ROUND), "agency": same(town.COM)}
    ),
    "rounds.opening.close_round": Asked(Right.STEER, everywhere=True),
    "rounds.opening.open_round": Asked(
        Right.STEER,
        {"name": same("第215次"), "deadline": same(_LATER), "items": same(((MYCODE, tuple[Kind, ...]()),))},
        everywhere=True,
    ),
    "rounds.opening.rounds": Asked(Right.SEE_FIGURES),
    "rounds.reminding.remind": Asked(Right.STEER, everywhere=True),
    "rounds.reminding.reminded": Asked(Right.SEE_FIGURES),
    "rounds.watching.last_confirmed": Asked(Right.SEE_FIGURES),
    "rounds.watching.non_reporters": Asked(Right.READ_MEETINGS, others="a round is the city's"),
    "rounds.watching.open_round_of": Asked(Right.SEE_FIGURES),
    "rounds.watching.progress": Asked(Right.READ_MEETINGS, others="a round is the city's"),
    "visits.start_at": Asked(Right.CHANGE),
    "visits.visit_list": Asked(Right.CHANGE),
    "visits.visit_list (of numbers)": Asked(
        Right.CHANGE,
        {"stay": same((town.VENUE, town.STORE))},
        others="stops that are not the asker's are left out",
    ),
}
