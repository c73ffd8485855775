"""The paper as a file: written, read again, and offered only where it says what the edition says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial

from outreach.reports.model import Paper
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.papers.agreeing import differences
from outreach.services.papers.contents import paper_of
from outreach.services.papers.ground import ground_of
from outreach.services.who import Right, Who


class PaperFormat(StrEnum):
    """The formats a paper can be had in, by the ending of the file's name."""

    ODT = "odt"
    PDF = "pdf"
    ODS = "ods"
    XLSX = "xlsx"


MEDIA_TYPES: Mapping[PaperFormat, str] = {
    PaperFormat.ODT: "application/vnd.oasis.opendocument.text",
    PaperFormat.PDF: "application/pdf",
    PaperFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    PaperFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class PaperFile:
    """A file of a meeting's paper: its name, the edition it says, its media type, its bytes."""

    name: str
    edition: int
    media_type: str
    data: bytes


class NotAPaperFormat(Refusal, ValueError):
    """A format that no paper is made in."""

    template = "會議資料的格式讀到『{value}』；請用 {formats} 其中之一，例如 odt。"


class PaperWithheld(Refusal):
    """A paper or a file of it that, read again, says something else than the edition."""

    template = (
        "第{number}次會議第{edition}版的 {format} 檔讀回後與凍結的數字不符（{places}），未提供下載；"
        "請改用其他格式，例如 {example}，並通知系統管理員。"
    )


def paper_file(city: City, who: Who, number: int, format_: str, *, edition: int | None = None) -> PaperFile:
    """The paper of a meeting's edition (the newest unless told otherwise) in a format: odt, pdf, ods or xlsx.

    Raises `NotAPaperFormat`, `PaperWithheld`, `NoSuchMeeting`, `NoSuchEdition`.
    """
    who.must(Right.READ_MEETINGS)
    wanted = format_.strip().lower().removeprefix(".")
    if wanted not in list(PaperFormat):
        raise NotAPaperFormat(value=format_.strip().removeprefix(".")[:20], formats="、".join(PaperFormat))
    chosen = PaperFormat(wanted)
    ground = ground_of(city, who, number, edition)
    told = paper_of(ground)
    which = ground.edition.head.edition
    differs = differences(told, ground.edition)
    if not differs:
        # Whole seconds: no format tells a finer moment.
        data = writer_of(chosen, ground.edition.head.frozen_at.replace(microsecond=0))(told)
        differs = checker_of(chosen)(told, data)
        if not differs:
            name = f"meeting-{number}-edition-{which}.{chosen}"
            return PaperFile(name, which, MEDIA_TYPES[chosen], data)
    example = next(f for f in PaperFormat if f is not chosen)
    raise PaperWithheld(
        number=number, edition=which, format=chosen, places="；".join(differs), example=example
    )


def writer_of(chosen: PaperFormat, made: datetime) -> Callable[[Paper], bytes]:
    """What makes a file of a paper; each format's libraries are loaded when they are asked for.

    `made` is the moment that a file's own particulars tell: the edition's, so that the same paper is the
    same file whenever it is made.
    """
    if chosen is PaperFormat.XLSX:
        from outreach.reports.xlsx import write_xlsx

        return partial(write_xlsx, made=made)
    if chosen is PaperFormat.ODS:
        from outreach.reports.ods import write_ods

        return write_ods
    if chosen is PaperFormat.ODT:
        from outreach.reports.odt import write_odt

        return write_odt
    from outreach.reports.pdf import write_pdf

    return partial(write_pdf, made=made)


def checker_of(chosen: PaperFormat) -> Callable[[Paper, bytes], tuple[str, ...]]:
    """What reads a file again and names where it differs from the paper."""
    from outreach.reports import checking

    checks: Mapping[PaperFormat, Callable[[Paper, bytes], tuple[str, ...]]] = {
        PaperFormat.XLSX: checking.check_xlsx,
        PaperFormat.ODS: checking.check_ods,
        PaperFormat.ODT: checking.check_odt,
        PaperFormat.PDF: checking.check_pdf,
    }
    return checks[chosen]
