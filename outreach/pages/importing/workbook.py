"""下載我的店家: the workbook to be edited in an office program and handed in on this page."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from io import BytesIO

import streamlit as st

from outreach.pages import frame
from outreach.pages.importing.choices import Chosen
from outreach.pages.markup import el, show
from outreach.pages.words import N_, _
from outreach.services.city import City
from outreach.services.who import Who
from outreach.services.workbook import my_venues
from outreach.sheets.writing import WrittenFormat, write_table

_FORMATS: tuple[tuple[WrittenFormat, str], ...] = (
    ("xlsx", N_("下載 xlsx（Excel）")),
    ("ods", N_("下載 ods（LibreOffice）")),
)


def show_workbook(city: City, chosen: Chosen) -> None:
    """The buttons; a workbook is made when one is pressed."""
    who = frame.who()
    told = _("在試算表裡改好，再從下面上傳。有下拉選單與「填寫說明」；沒有改的儲存格不會產生異動。")
    with st.container(key="import_workbook", gap="small"):
        show(
            el("h3", _("下載我的店家") if chosen.agency else _("下載店家清單")), el("p", told, class_="fine")
        )
        with st.container(horizontal=True, gap="small"):
            for form, title in _FORMATS:
                st.download_button(
                    _(title),
                    data=partial(_made, city, who, chosen.scheme, chosen.agency, chosen.effective_on, form),
                    file_name=f"{_('我的店家')}-{chosen.scheme}-{chosen.effective_on}.{form}",
                    on_click="ignore",
                    icon=":material/download:",
                    key=f"workbook_download_{form}",
                )


def _made(city: City, who: Who, scheme: str, agency: str, day: date, form: WrittenFormat) -> bytes:
    """The workbook as of the day from which changes are to hold, so that what is left alone says nothing."""
    table = my_venues(city, who, scheme, day, now=datetime.now(UTC), agency=agency or None)
    target = BytesIO()
    write_table(target, table, form)
    return target.getvalue()
