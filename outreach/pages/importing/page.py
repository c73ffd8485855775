"""The page, step by step: choose, give a file, see what was read, see what it would do, apply it."""

from __future__ import annotations

import streamlit as st

from outreach.pages import frame, links, words
from outreach.pages.importing.applying import asker, under_way
from outreach.pages.importing.choices import choose
from outreach.pages.importing.conflicts import show_conflicts
from outreach.pages.importing.given import given_file
from outreach.pages.importing.outcome import download, follow, show_applying, show_recorded
from outreach.pages.importing.preview import about, counts, delisted, effect
from outreach.pages.importing.reading import show_read
from outreach.pages.importing.recent import show_recent
from outreach.pages.importing.rows import asked_result, rows_table
from outreach.pages.importing.work import Work, applying, planned, present_work, watch
from outreach.pages.importing.workbook import show_workbook
from outreach.pages.markup import el
from outreach.pages.markup import show as put
from outreach.pages.venues.undoing import show_undo
from outreach.pages.words import _, n_
from outreach.rules.refusals import Refusal
from outreach.services.city import City
from outreach.services.imports.model import Outcome
from outreach.services.who import Right


def show() -> None:
    """Everything on one page; below it, the imports of late."""
    frame.head(_("匯入"))
    city = frame.city()
    frame.who().must(Right.CHANGE)
    links.remember_address()
    show_undo(city, "import")
    work = _work_begun()
    change = st.query_params.get("change", "").strip()
    if work is not None and work.job is not None:
        show_applying(city, work, work.job)
    elif change:
        show_recorded(city, change)
    else:
        _prepare(city)
    show_recent(city)


def _work_begun() -> Work | None:
    """This page's work, or one that the same person has running since before the page was refreshed."""
    work = present_work()
    job = under_way(asker(frame.who()))
    if work is None and job is not None and isinstance(job.of, Work):
        watch(job.of)
        return job.of
    return work if work is not None and work.job is not None and work.job.begun else None


def _step(number: int, title: str) -> None:
    put(el("h2", el("span", str(number), class_="step"), title, class_="step"))


def _prepare(city: City) -> None:
    _step(1, _("選擇方案與機關"))
    chosen = choose(city)
    show_workbook(city, chosen)
    _step(2, _("檔案"))
    given = given_file()
    if given is None:
        return
    read = show_read(given, chosen.scheme)
    if read is None:
        return
    _step(3, _("預覽"))
    try:
        work = planned(city, given, read, chosen)
    except Refusal as refusal:
        frame.notice(words.said(refusal), kind="alarm")
        return
    _preview(city, work)


def _preview(city: City, work: Work) -> None:
    plan = work.plan
    shown = (counts(plan, asked_result()), about(plan), delisted(city, work), effect(work))
    put(el("div", shown, class_="preview"))
    show_conflicts(city, plan)
    _step(4, _("套用"))
    refused, waiting = plan.count(Outcome.ERROR) + plan.count(Outcome.CONFLICT), plan.count(Outcome.CANDIDATE)
    if refused:
        put(el("p", n_("{count} 列錯誤或衝突不會寫入；可下載逐列結果，更正後再匯入。", refused)))
    if waiting:
        put(el("p", n_("{count} 列疑似重複會留待人工確認，不列入統計。", waiting)))
    if not plan.writes:
        put(el("p", _("這個檔案沒有需要寫入的內容：資料庫已經與它相同。"), class_="notice note"))
    with st.container(horizontal=True, gap="small"):
        asked = plan.writes and st.button(_("套用"), type="primary", key="import_apply")
        download(work)
    if asked:
        job = applying(city, frame.who(), work, frame.today())
        job.start()
        follow(job, begun=True)
    if plan.rows:
        put(rows_table(city, plan))
