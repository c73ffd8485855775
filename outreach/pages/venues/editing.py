"""The forms for one venue: its status under a scheme, and what it is called and where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

from outreach.figures.positions import Dimension
from outreach.pages import frame, terms, words
from outreach.pages.markup import el, show
from outreach.pages.venues.doing import attempt
from outreach.pages.words import N_, _
from outreach.rules.rate import rate_shown
from outreach.rules.vocabulary import Facet, Operating, Participation, Premises
from outreach.services.city import City
from outreach.services.describing import Described, describe
from outreach.services.explain import holding_facts, holding_word
from outreach.services.naming import entries_of, scheme_named
from outreach.services.recording import Recording, Said, effect, preview, record
from outreach.services.venues import Venue, VenueHistory

_READ = "venue_read"
_STATED = (Facet.PARTICIPATION, Facet.OPERATING, Facet.PREMISES, Facet.CATEGORY)


@dataclass(slots=True)
class _Read:
    """What the forms were filled from; a later save says so, and hears where somebody was quicker.

    `version` is raised once the reader was shown what somebody else recorded; `form` names the widgets.
    """

    venue: Venue
    scheme: str
    version: int
    values: Mapping[Facet, str]
    form: str


def status_form(city: City, found: VenueHistory, scheme: str) -> None:
    """State how a venue stands under a scheme from a day on."""
    reference = city.reference()
    meant = scheme_named(reference, scheme)
    read = _read(city, found, scheme)
    categories = {c.code: _(c.name) for c in entries_of(reference, Dimension.CATEGORY, meant.id).values()}
    titles: dict[Facet, Mapping[str, str]] = {
        Facet.PARTICIPATION: {p.value: terms.participation(p, scheme) for p in Participation},
        Facet.OPERATING: {o.value: _(terms.OPERATING[o]) for o in Operating},
        Facet.PREMISES: {p.value: _(terms.PREMISES[p]) for p in Premises},
        Facet.CATEGORY: {"": _("（未填）"), **categories} if not read.values[Facet.CATEGORY] else categories,
    }
    labels = {
        Facet.PARTICIPATION: _("參與狀態"),
        Facet.OPERATING: _("營業狀態"),
        Facet.PREMISES: _("場所型態"),
        Facet.CATEGORY: _("類別"),
    }
    venue = found.venue.id
    with st.form(f"venue_status_{read.form}", border=False):
        columns = st.columns(2)
        chosen: dict[Facet, str | None] = {}
        for at, facet in enumerate(_STATED):
            with columns[at % 2]:
                key = f"venue_{facet.value}_{read.form}"
                chosen[facet] = _pick(labels[facet], titles[facet], read.values[facet], key)
        today = frame.today()
        day = st.date_input(
            _("生效日期"), value=today, key=f"venue_effective_{read.form}", format="YYYY/MM/DD"
        )
        remark = st.text_area(
            _("備註（停業、歇業、尚未復業或僅公司辦公室時必填）"),
            key=f"venue_remark_{read.form}",
            height=80,
        )
        with st.container(horizontal=True, gap="small"):
            look = st.form_submit_button(_("檢視影響"), key=f"venue_look_{read.form}")
            save = st.form_submit_button(_("儲存"), type="primary", key=f"venue_save_{read.form}")
    if not (look or save) or not isinstance(day, date):
        return
    values = {f: c for f, c in chosen.items() if c and c != read.values[f]}
    said = Said(venue, values, day, remark, read.version)
    if look:
        _look(city, scheme, said)
    elif not _conflicts(city, read, said):
        attempt(venue, lambda: _save(city, found.venue, scheme, said))


def _pick(label: str, titles: Mapping[str, str], now: str, key: str) -> str | None:
    codes = list(titles)
    return st.selectbox(
        label,
        codes,
        index=codes.index(now) if now in codes else 0,
        format_func=lambda code: titles.get(code, code),
        key=key,
    )


def _read(city: City, found: VenueHistory, scheme: str) -> _Read:
    """What the forms are filled from: the venue as the reader opened it, until something is saved."""
    read = st.session_state.get(_READ)
    if read is None or (read.venue.id, read.scheme) != (found.venue.id, scheme):
        reference = city.reference()
        scheme_id = scheme_named(reference, scheme).id
        mine = (line.fact for line in found.lines if line.fact.scheme_id in (None, scheme_id))
        held = holding_facts(mine, frame.today())
        values = {f: word for f in _STATED if (word := holding_word(held, f)) is not None}
        category = reference.categories.get(held[Facet.CATEGORY].value) if Facet.CATEGORY in held else None
        values[Facet.CATEGORY] = category.code if category is not None else ""
        form = f"{found.venue.id}_{scheme}_{found.venue.version}"
        read = _Read(found.venue, scheme, found.venue.version, values, form)
        st.session_state[_READ] = read
    assert isinstance(read, _Read)
    return read


def forget_read() -> None:
    """Fill the forms anew from what holds now."""
    st.session_state.pop(_READ, None)


def _look(city: City, scheme: str, said: Said) -> None:
    today = frame.today()
    planned = preview(city, frame.who(), scheme, [said], today=today)
    if planned.troubles:
        frame.notice(words.said(planned.troubles[0].refusal), kind="alarm")
    elif not planned.writes:
        frame.notice(_("與目前登錄的相同，沒有要儲存的內容。"))
    else:
        frame.notice(_effect(city, planned, today))


def _effect(city: City, planned: Recording, today: date) -> str:
    found = effect(city, frame.who(), planned, today)
    step = found.step
    if not found.rated:
        return _("儲存後已加入 {before} → {after} 家。").format(
            before=words.number(step.before.completed), after=words.number(step.after.completed)
        )
    text = _(
        "儲存後 {before} → {after}，母數 {base_before} → {base_after} 家，"
        "已完成 {done_before} → {done_after} 家。"
    )
    return text.format(
        before=rate_shown(step.before.completed, step.before.eligible),
        after=rate_shown(step.after.completed, step.after.eligible),
        base_before=words.number(step.before.eligible),
        base_after=words.number(step.after.eligible),
        done_before=words.number(step.before.completed),
        done_after=words.number(step.after.completed),
    )


def _conflicts(city: City, read: _Read, said: Said) -> bool:
    """Show what somebody else recorded meanwhile beside what is stated; saving once more states it."""
    planned = preview(city, frame.who(), read.scheme, [said], today=frame.today())
    if not planned.conflicts:
        return False
    conflict = planned.conflicts[0]
    _show_both(
        [
            (
                _(_TITLES[cell.facet]),
                _word(cell.facet, cell.before, read.scheme),
                _word(cell.facet, cell.after, read.scheme),
            )
            for cell in conflict.cells
        ]
    )
    read.version = conflict.version
    return True


def _show_both(lines: Sequence[tuple[str, str, str]]) -> None:
    """What holds now beside what the reader stated."""
    frame.notice(_(_CONFLICT), kind="alarm")
    heads = [el("th", title, scope="col") for title in (_("項目"), _("目前登錄"), _("您填寫的"))]
    rows = [
        el("tr", el("th", title, scope="row"), el("td", now), el("td", then)) for title, now, then in lines
    ]
    show(el("table", el("thead", el("tr", heads)), el("tbody", rows), class_="short"))


#: Said beside both values.
_CONFLICT = N_("您開啟這一頁之後，這家店已被他人修改，還沒有儲存。要以您填寫的為準，請再按一次「儲存」。")
_TITLES = {
    Facet.PARTICIPATION: N_("參與狀態"),
    Facet.OPERATING: N_("營業狀態"),
    Facet.PREMISES: N_("場所型態"),
    Facet.CATEGORY: N_("類別"),
}


def _word(facet: Facet, word: str, scheme: str) -> str:
    if facet is Facet.PARTICIPATION:
        return terms.participation(Participation(word), scheme)
    if facet is Facet.OPERATING:
        return _(terms.OPERATING[Operating(word)])
    if facet is Facet.PREMISES:
        return _(terms.PREMISES[Premises(word)])
    return word or "—"


def _save(city: City, venue: Venue, scheme: str, said: Said) -> str:
    done = record(
        city,
        frame.who(),
        scheme,
        [said],
        summary=f"登錄{venue.name}",
        now=datetime.now(UTC),
        today=frame.today(),
    )
    forget_read()
    return _told(done.change_id)


def description_form(city: City, found: VenueHistory, scheme: str) -> None:
    """Correct name, address and tax number; old values stay in the history."""
    read = _read(city, found, scheme)
    before = read.venue
    with st.form(f"venue_described_{read.form}", border=False):
        name = st.text_input(_("店家名稱"), value=before.name, max_chars=200, key=f"venue_name_{read.form}")
        address = st.text_input(
            _("地址"), value=before.address, max_chars=300, key=f"venue_address_{read.form}"
        )
        tax_id = st.text_input(_("統一編號"), value=before.tax_id, max_chars=10, key=f"venue_tax_{read.form}")
        saved = st.form_submit_button(_("儲存"), type="primary", key=f"venue_describe_{read.form}")
    if not saved:
        return
    wanted = Described(name or "", address or "", tax_id or "")
    if read.version != found.venue.version and wanted != _described(found.venue):
        rows = zip(
            (_("店家名稱"), _("地址"), _("統一編號")), _texts(found.venue), _texts(wanted), strict=True
        )
        _show_both([(title, now or "—", then or "—") for title, now, then in rows if now != then])
        read.version = found.venue.version
        return

    def act() -> str:
        now = datetime.now(UTC)
        done = describe(city, frame.who(), before.id, wanted, read.version, now=now, today=frame.today())
        forget_read()
        return _told(done)

    attempt(before.id, act)


def _described(venue: Venue) -> Described:
    return Described(venue.name, venue.address, venue.tax_id)


def _texts(of: Venue | Described) -> tuple[str, str, str]:
    return of.name, of.address, of.tax_id


def _told(change: int | None) -> str:
    if change is None:
        return _("與目前登錄的相同，沒有要儲存的內容。")
    return _("已儲存（異動 {number}）。").format(number=change)
