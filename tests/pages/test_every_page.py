"""Every page, opened by whoever has no business there, and with another agency's numbers in the address.

A page that is missing from the table fails the first test. The venue's own officer opens each of them too:
what that person sees there is what the others must not, and shows that the search finds it.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from streamlit.testing.v1 import AppTest

from outreach.pages.app import PAGES
from tests.pages.opening import open_page
from tests.services.authorisation import town as towns
from tests.services.authorisation.town import WALKERS, Town, town
from tests.support.builders import MYCODE
from tests.support.databases import Databases

OUTSIDERS = (
    "the public",
    "another agency's officer",
    "another agency's approver",
    "an administrator looking as another agency's officer",
)
OWN = "an officer of the venue's agency"
_VENUE = str(towns.VENUE)
_PAIR = f"{towns.VENUE}-{towns.TWIN}"
_MEETING = {"meeting": str(towns.MEETING), "edition": "1"}
_ROUND = {"round": str(towns.ROUND), "agency": "COM"}


@dataclass(frozen=True, slots=True)
class Visited:
    """A page's address: its question, and whether the venue's own officer sees something hidden there."""

    page: str
    question: dict[str, str]
    hides: bool = True


#: Each page as it opens by itself, and as somebody opens it who has heard numbers of another agency.
VISITED: tuple[Visited, ...] = (
    Visited("overview", {}, hides=False),
    Visited("overview", {"agency": "COM", "by": "agency"}, hides=False),
    Visited("overview", {"list": "outstanding", "of": "COM", "own": "1"}),
    Visited("overview", {"list": "population"}),
    Visited("desk", {}),
    Visited("desk", {"agency": "COM"}),
    Visited("map", {}, hides=False),
    Visited("map", {"place": towns.VILLAGE, "venue": _VENUE}),
    Visited("schemes", {"open": MYCODE}, hides=False),
    Visited("venues", {}),
    Visited("venues", {"venue": _VENUE}),
    Visited("venues", {"agency": "COM", "q": "隱", "standing": "outstanding"}),
    Visited("venues", {"venue": _VENUE, "undo": "CHANGE"}),
    Visited("grid", {}),
    Visited("grid", {"agency": "COM", "q": "隱"}),
    Visited("visits", {}),
    Visited("visits", {"stops": f"{towns.VENUE},{towns.STORE}", "from": "121.53,25.05"}),
    Visited("round", {}),
    Visited("round", _ROUND),
    Visited("board", {}, hides=False),
    Visited("board", {"list": "population", "inside": "all", "remedy": "COM", "line": "COM"}, hides=False),
    # Officers read no meetings; others' venues are not in an approver's reach.
    Visited("meetings", {}, hides=False),
    Visited("meetings", {**_MEETING, "list": "population", "also": "1"}, hides=False),
    Visited("meetings", {**_MEETING, "view": "since"}, hides=False),
    Visited("meetings", {**_MEETING, "view": "texts"}, hides=False),
    Visited("bridge", {}, hides=False),
    Visited("bridge", {"first": "2021-10-01", "agency": "COM", "part": "joined"}, hides=False),
    Visited("forecast", {}, hides=False),
    Visited("forecast", {"list": "outstanding", "of": "COM", "own": "1"}),
    Visited("brief", {"scheme": "mycode", "agency": "COM", "as_of": "2021-10-20"}),
    Visited("brief", {**_ROUND, "scheme": "mycode"}),
    Visited("import", {}),
    Visited("duplicates", {}),
    Visited("duplicates", {"pair": _PAIR}),
    Visited("duplicates", {"tab": "apart"}),
    Visited("duplicates", {"tab": "waiting"}),
    Visited("duplicates", {"tab": "nobody"}),
    Visited("placing", {}),
    Visited("placing", {"venue": str(towns.TWIN)}),
    Visited("transfers", {}),
    Visited("transfers", {"transfer": str(towns.TRANSFER)}),
    Visited("exclusions", {"as_of": "2021-12-20"}),
    Visited("exclusions", {"ask": _VENUE, "agency": "COM"}),
    Visited("exclusions", {"view": "late", "bulk": "COM", "as_of": "2021-12-20"}, hides=False),
    Visited("exclusions", {"view": "raised", "since": "2021-10-01"}, hides=False),
    Visited("exclusions", {"view": "open"}),
    Visited("orders", {}, hides=False),
    Visited("orders", {"state": "ktv", "from": "2021-10-05"}, hides=False),
    Visited("orders", {"what_if": "ktv", "on": "2021-10-21", "undo": "CHANGE"}, hides=False),
    Visited("tracked", {}, hides=False),
    Visited("people", {}, hides=False),
    Visited("people", {"person": "li"}, hides=False),
    Visited("sign-in", {}, hides=False),
    Visited("site-map", {}, hides=False),
    Visited("privacy", {}, hides=False),
)


def test_every_page_is_in_the_table() -> None:
    missing = {offered.address for offered in PAGES} ^ {visited.page for visited in VISITED}
    assert not missing, f"say in tests/pages/test_every_page.py how these are opened: {sorted(missing)}"


@pytest.fixture
def place(sqlite_databases: Databases) -> Iterator[Town]:
    found = town(sqlite_databases)
    yield found
    found.city.engine.dispose()


def _told(page: AppTest) -> Iterator[str]:
    """Everything that is sent to the browser, as it is sent."""
    # The whole tree: dialogs stand beside the page's own part of it.
    for node in page._tree:
        proto = getattr(node, "proto", None)
        if proto is not None:
            yield proto.SerializeToString().decode("utf-8", "replace")


def _hidden(page: AppTest) -> list[str]:
    """The hidden words that a page sends, plain or written as JSON does."""
    whole = "\n".join(_told(page))
    return [word for word in towns.EVERYTHING if word in whole or json.dumps(word)[1:-1] in whole]


def _open(monkeypatch: pytest.MonkeyPatch, place: Town, visited: Visited, walker: str) -> AppTest:
    module = next(o.module.__name__ for o in PAGES if o.address == visited.page)
    question = {"scheme": MYCODE} | {
        k: v.replace("CHANGE", str(place.change)) for k, v in visited.question.items()
    }
    return open_page(
        monkeypatch,
        place.url,
        module.removeprefix("outreach.pages."),
        who=WALKERS[walker],
        **question,
    )


@pytest.mark.parametrize("visited", VISITED, ids=lambda v: f"{v.page}?{'&'.join(v.question.values())}")
def test_a_page_shows_outsiders_nothing_of_anothers_venues_and_fails_for_nobody(
    monkeypatch: pytest.MonkeyPatch, place: Town, caplog: pytest.LogCaptureFixture, visited: Visited
) -> None:
    wrong = []
    for walker in (*OUTSIDERS, OWN):
        caplog.clear()
        with caplog.at_level(logging.ERROR, logger="outreach.failures"):
            page = _open(monkeypatch, place, visited, walker)
        if caplog.records:
            wrong.append(f"{walker}: the page fails: {caplog.records[-1].getMessage()[-400:]}")
        shown = _hidden(page)
        if walker != OWN and shown:
            wrong.append(f"{walker} is shown {shown}")
        if walker == OWN and bool(shown) is not visited.hides:
            wrong.append(f"the venue's own officer is shown {shown}; mend the table")
    assert not wrong, f"{visited.page} {visited.question}:\n" + "\n".join(wrong)
