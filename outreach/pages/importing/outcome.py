"""While an import is applied, and after: how far it is, what it did, and where to look next."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame, words
from outreach.pages.importing.applying import Applying
from outreach.pages.importing.given import give_another
from outreach.pages.importing.preview import counts, effect
from outreach.pages.importing.work import Work, plan_anew
from outreach.pages.links import to_page
from outreach.pages.markup import Html, el, show
from outreach.pages.terms import moment
from outreach.pages.venues.undoing import undo_link
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.changes import RecordedChange, recorded_change
from outreach.services.city import City
from outreach.services.imports.model import Outcome
from outreach.services.undo import NoSuchChange

_TICK = 0.15


def follow(job: Applying, *, begun: bool = False) -> None:
    """Watch the import until it is done, then show the page again; nothing where it is done already.

    One that this very run has begun may be done before the first look at it: `begun` shows its end too.
    """
    if _watch(job) or begun:
        if job.applied is not None and job.applied.change_id is not None:
            # A refresh finds the change again by this.
            st.query_params["change"] = str(job.applied.change_id)
        st.rerun()


def show_applying(city: City, work: Work, job: Applying) -> None:
    """Tell what the import did, once it is done."""
    follow(job)
    if job.applied is not None:
        _applied(city, work, job.applied.change_id)
        return
    if job.refusal is not None:
        frame.notice(words.said(job.refusal), kind="alarm")
    elif job.failure is not None:
        frame.failed(job.failure)
    st.button(_("重新預覽"), type="primary", on_click=plan_anew, key="import_replan")
    st.button(_("換一個檔案"), on_click=give_another)


def _watch(job: Applying) -> bool:
    """Show how far it is until it is done; whether there was anything left to watch."""
    watched, place = False, st.empty()
    while not job.done:
        place.progress(
            job.share, text=_("套用中：{what}").format(what=_(job.what)) if job.what else _("開始套用")
        )
        job.wait(_TICK)
        watched = True
    return watched


def download(work: Work) -> None:
    """The button for the file with a result and a reason on each row."""
    st.download_button(
        _("下載逐列結果"),
        data=work.outcome,
        file_name=work.outcome_name,
        on_click="ignore",
        icon=":material/download:",
        key="import_outcome",
    )


def _applied(city: City, work: Work, change_id: int | None) -> None:
    plan = work.plan
    if change_id is None:
        show(el("p", _("沒有需要寫入的內容。"), class_="notice note"))
    else:
        change, _venues = recorded_change(city, frame.who(), change_id)
        told = n_("另移出 {count} 家。", len(plan.delisted)) if plan.delisted else None
        left = sum(1 for row in plan.stale if row.outcome is Outcome.CONFLICT)
        undecided = n_(
            "{count} 列衝突沒有決定，沒有寫入；目前資料不變。要採用檔案，請再上傳同一個檔案。", left
        )
        show(
            el(
                "section",
                _title(change),
                counts(plan, choose=False),
                el("p", told) if told else None,
                el("p", undecided, class_="alarm") if left else None,
                effect(work),
                _ways(work),
                class_="panel applied",
            )
        )
    with st.container(horizontal=True, gap="small"):
        download(work)
        st.button(_("再匯入一個檔案"), on_click=give_another, key="import_again", type="primary")


def _title(change: RecordedChange) -> list[Html | None]:
    if change.voided_by is not None:
        undone = _("異動 {number} 已由異動 {by} 復原").format(number=change.id, by=change.voided_by)
        return [el("h2", undone), el("p", el("del", change.summary))]
    done = _("已套用：異動 {number}").format(number=change.id)
    source = f"{change.actor} · {moment(change.recorded_at)}"
    return [
        el("h2", done, " ", undo_link(change)),
        el("p", change.summary),
        el("p", source, class_="fine"),
    ]


def _ways(work: Work) -> Html:
    """Links to the figures and the venues as they are with the import."""
    plan, as_of = work.plan, work.effect.as_of.isoformat()
    agency = {"agency": plan.agency.code} if plan.agency else {}
    pages = (
        (to_page("./", scheme=plan.scheme.code, as_of=as_of), _("看總覽")),
        (to_page("map", scheme=plan.scheme.code, as_of=as_of), _("看地圖")),
        (to_page("venues", scheme=plan.scheme.code, as_of=as_of, **agency), _("看店家")),
    )
    links = [el("a", title, href=address, target="_self") for address, title in pages]
    return el("p", [[one, " "] for one in links], class_="ways")


def show_recorded(city: City, asked: str) -> None:
    """An import that was applied before this page was opened: what is recorded of it."""
    try:
        if not (asked.isascii() and asked.isdigit() and len(asked) < 16):
            raise NoSuchChange(change_id=asked)
        change, venues = recorded_change(city, frame.who(), int(asked))
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
    else:
        kept = _("逐列結果不會保存；要再看，請上傳同一個檔案預覽後下載。")
        show(
            el(
                "section",
                _title(change),
                el("p", n_("涉及 {count} 家店家。", venues)),
                el("p", kept, class_="fine"),
                class_="panel applied",
            )
        )
    st.button(_("再匯入一個檔案"), on_click=give_another, key="import_again", type="primary")
