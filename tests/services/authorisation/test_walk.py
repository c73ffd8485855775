"""Every public service function is asked by every role: who is refused, what leaks, and what is written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from outreach.rules.refusals import Refusal
from outreach.services.who import NotAllowed, Who
from tests.services.authorisation import town as towns
from tests.services.authorisation.arguments import arguments, names_something
from tests.services.authorisation.asked import Asked, Call, Whoever, function_of
from tests.services.authorisation.leaks import told
from tests.services.authorisation.services import function
from tests.services.authorisation.table import TABLE
from tests.services.authorisation.town import WALKERS, Town, town
from tests.services.authorisation.written import Watch
from tests.support.databases import Databases

#: Who may know of 商業處's venues and talk to them, and who may know of them alone; nobody else may.
_THEIR_OWN = {
    "an officer of the venue's agency",
    "an approver of the venue's agency",
    "a manager",
    "an administrator",
    "an administrator looking as the venue's officer",
}
_ABOVE = {"an officer of the bureau above"}
_WALKED = [line for line, asked in TABLE.items() if asked.right is not Whoever.INNER]


@dataclass
class Walk:
    """Calls of one function; the town is copied anew whenever a call has changed it."""

    databases: Databases
    folder: Path
    environment: pytest.MonkeyPatch

    def __post_init__(self) -> None:
        """Begin with a town of its own."""
        self._anew()

    def _anew(self) -> None:
        self._changed = False
        self.town: Town = town(self.databases)
        self.watch = Watch(self.town.url)
        self.environment.setenv("OUTREACH_DATABASE_URL", self.town.url)

    def close(self) -> None:
        """Leave the town."""
        self.watch.close()
        self.town.city.engine.dispose()

    def ask(self, line: str, asked: Asked, who: Who) -> tuple[object, frozenset[str]]:
        """What a person gets, an answer or an exception, and the tables that the call wrote into."""
        if self._changed or self.watch.tables():
            self.close()
            self._anew()
        with ExitStack() as prepared:
            call = Call(self.town, who, self.folder, prepared)
            given = arguments(line, asked, call)
            self._changed = bool(self.watch.tables())
            self.watch.settle()
            try:
                answer: object = function(function_of(line))(**given)
            except Exception as raised:  # noqa: BLE001 - what is raised is the answer
                answer = raised
        return answer, self.watch.tables()


@pytest.fixture
def walk(sqlite_databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Walk]:
    found = Walk(sqlite_databases, tmp_path, monkeypatch)
    yield found
    found.close()


@pytest.mark.parametrize("line", _WALKED)
def test_each_role_gets_from_a_service_what_the_table_allows_and_nothing_of_anothers_venues(
    walk: Walk, line: str, tmp_path: Path
) -> None:
    asked = TABLE[line]
    wrong: list[str] = []
    answered = []
    for number, (walker, who) in enumerate(WALKERS.items()):
        walk.folder = tmp_path / str(number)
        walk.folder.mkdir()
        answer, written = walk.ask(line, asked, who)
        wrong += [f"{walker}: {text}" for text in _wrong(line, asked, walker, who, answer, written)]
        if not isinstance(answer, BaseException):
            answered.append(walker)
    if not answered and not asked.nobody:
        wrong.append("nobody gets an answer, so the refusals tell nothing; mend the line's arguments")
    assert not wrong, f"{line} asks for {asked.right}:\n" + "\n".join(wrong)


def _wrong(
    line: str, asked: Asked, walker: str, who: Who, answer: object, written: frozenset[str]
) -> Iterator[str]:
    """Everything that is not as it should be with one person's answer."""
    refused = isinstance(answer, Refusal)
    if isinstance(answer, BaseException) and not refused:
        yield f"an error that is no refusal: {type(answer).__name__}: {answer}"
    if asked.refuses(who):
        if not isinstance(answer, NotAllowed):
            yield f"is not told that the role may not, but {_short(answer)}"
    elif isinstance(answer, NotAllowed) and not _may_be_refused(asked, who):
        yield f"carries the right and is refused: {answer}"
    elif asked.is_other(who) and names_something(line, asked) and not (asked.others or refused):
        yield f"names what is 商業處's and is not refused, but {_short(answer)}"
    leaked = _leaked(asked, walker, who, answer)
    if leaked:
        yield f"is told {leaked}"
    unexpected = _unexpected(asked, who, refused, written)
    if unexpected:
        yield f"leaves something in {sorted(unexpected)}"


def _may_be_refused(asked: Asked, who: Who) -> bool:
    """Whether somebody who carries the right may hear `NotAllowed` after all."""
    # Through another role's eyes nobody does anything with an account, the own one included.
    looks = isinstance(asked.right, Whoever) and who.looking
    return looks or bool(asked.own_only) or asked.is_other(who)


def _leaked(asked: Asked, walker: str, who: Who, answer: object) -> list[str | int]:
    if walker in _THEIR_OWN:
        return []
    above = walker in _ABOVE or (asked.receiver and who.agency == towns.ABOVE)
    hidden = towns.CONTACTS if above else towns.EVERYTHING
    ids = () if above or asked.shows_ids or isinstance(answer, BaseException) else towns.HIDDEN_IDS
    return [word for word in told(answer, hidden, ids) if word not in asked.shows]


def _unexpected(asked: Asked, who: Who, refused: bool, written: frozenset[str]) -> frozenset[str]:
    """The tables that a call must not have written into: of who is refused, or only looks, all."""
    if refused:
        return written - set(asked.leaves)
    return written - set(asked.looks) if who.looking else frozenset()


def _short(answer: object) -> str:
    text = f"{type(answer).__name__}: {answer}" if isinstance(answer, BaseException) else repr(answer)
    return f"gets {text[:200]}"
