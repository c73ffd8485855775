"""What somebody looks for on the map, taken apart: names as ids, words as keys, and what the asker sees."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from geodata.places import district_by_code, village_by_code
from outreach.figures.positions import Dimension, Where
from outreach.rules.matching import address_key, name_key
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Standing
from outreach.services.city import City
from outreach.services.mapping import NoSuchPlace, Question
from outreach.services.naming import conditions, scheme_named
from outreach.services.points import point_columns
from outreach.services.seen import Eyes, eyes_of
from outreach.services.who import Right, Who
from outreach.store.points import Stamp
from outreach.store.reference import Reference

#: Characters that are looked for, at most.
LONGEST_TEXT = 80


class TextTooLong(Refusal, ValueError):
    """More is looked for than any name is long."""

    template = "要找的文字有 {length} 字；請用 {most} 字以內，例如「{example}」。"


@dataclass(frozen=True, slots=True)
class Finding:
    """What is looked for, "" for anything.

    `text` is part of a name, an address or a sector's name; `voucher` a kind of voucher; `sector` a code;
    a venue stands in one of `standings`, none for any.
    """

    text: str = ""
    voucher: str = ""
    sector: str = ""
    standings: tuple[Standing, ...] = ()

    @property
    def conditions(self) -> tuple[str, ...]:
        """The same as NAME=VALUE texts, as addresses and files say it."""
        told = {
            "q": self.text,
            "voucher": self.voucher,
            "sector": self.sector,
            "standing": ",".join(self.standings),
        }
        return tuple(f"{name}={value}" for name, value in told.items() if value)


#: Nothing is looked for: every venue is found.
ANYTHING = Finding()


@dataclass(frozen=True, slots=True)
class Sought:
    """A question taken apart: everything that decides its answer, so that equal ones have the same answer.

    `texts` are the keys of which a venue's name or address must hold one, `sectors` those whose name does;
    `searched` says whether anything is looked for. `described` tells one state of all descriptions.
    """

    scheme_id: int
    known_at: int
    where: Where
    eyes: Eyes
    searched: bool
    texts: tuple[str, ...]
    sectors: tuple[int, ...]
    voucher: str
    standings: tuple[Standing, ...]
    described: Stamp


def narrowed(question: Question, place: str, finding: Finding) -> tuple[str, ...]:
    """FIELD=CODE conditions of a question with the place and the sector looked for, which take precedence.

    Raises `NoSuchPlace` for a place that is neither a district's nor a village's code.
    """
    told: dict[str, str] = {}
    if place:
        field = Dimension.VILLAGE if village_by_code(place) else Dimension.DISTRICT
        if field is Dimension.DISTRICT and district_by_code(place) is None:
            raise NoSuchPlace(value=place[:LONGEST_TEXT])
        told[field.value] = place
    if finding.sector:
        told[Dimension.SECTOR.value] = finding.sector
    kept = (part for part in question.where if part.partition("=")[0].strip() not in told)
    return (*kept, *(f"{field}={value}" for field, value in told.items()))


def sought(
    city: City, who: Who, question: Question, place: str = "", finding: Finding = ANYTHING, *, today: date
) -> Sought:
    """What somebody asks for. Raises `NotAllowed`, `NoSuchPlace`, `TextTooLong` and those of `naming`.

    How a venue stands is a question of who may read figures: to others there are only those that joined.
    """
    if finding.standings:
        who.must(Right.SEE_FIGURES)
    where = narrowed(question, place, finding)
    eyes = eyes_of(city, who, question.as_of, where, today=today)
    text = " ".join("".join(c if c.isprintable() else " " for c in finding.text).split())
    if len(text) > LONGEST_TEXT:
        raise TextTooLong(length=len(text), most=LONGEST_TEXT, example="南京東路")
    reference = city.reference()
    scheme = scheme_named(reference, question.scheme)
    keys = {key for key in (name_key(text), address_key(text)) if key}
    return Sought(
        scheme.id,
        min(question.known_at, city.figures.columns().seq),
        conditions(reference, scheme.id, where),
        eyes,
        bool(text),
        tuple(sorted(keys)),
        _sectors_named(reference, keys),
        finding.voucher.strip(),
        tuple(sorted(set(finding.standings))),
        point_columns(city).stamp,
    )


def _sectors_named(reference: Reference, keys: Iterable[str]) -> tuple[int, ...]:
    """The sectors whose name holds one of these keys."""
    wanted = tuple(keys)
    if not wanted:
        return ()
    named = ((sector.id, name_key(sector.name)) for sector in reference.sectors.values())
    return tuple(sorted(sector for sector, name in named if any(key in name for key in wanted)))
