"""The grid as a plain page: `st.data_editor` over a pandas frame of every row, kept in memory.

The frame is made once and copied by nobody, which favours it; there is no draft, no figure, no check.
"""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from outreach.services.city import open_city
from outreach.services.venues import members
from outreach.services.who import Role, Who
from outreach.sheets.fields import BY_CODE

WHO = Who("量測", Role.ADMINISTRATOR)


@st.cache_resource
def rows() -> pd.DataFrame:
    """Every venue of the list with what the grid shows of it."""
    page = members(open_city(), WHO, "mycode", date(2021, 11, 1), page_size=None)
    return pd.DataFrame(
        {
            "店名": [m.venue.name for m in page.members],
            "行政區・里": [m.district + m.village for m in page.members],
            "參與狀態": [BY_CODE["participation"].word_for(m.why.participation) for m in page.members],
            "場所型態": ["有對外場所" for _m in page.members],
            "營業狀態": ["營業中" for _m in page.members],
            "類別": [m.category for m in page.members],
            "備註": [m.why.remark for m in page.members],
            "生效日期": ["" for _m in page.members],
            "自": [m.why.since for m in page.members],
            "統計歸類": [str(m.why.standing) for m in page.members],
        }
    )


st.title("登錄")
st.data_editor(
    rows(),
    num_rows="fixed",
    column_config={
        "參與狀態": st.column_config.SelectboxColumn(options=list(BY_CODE["participation"].choices)),
        "場所型態": st.column_config.SelectboxColumn(options=list(BY_CODE["premises"].choices)),
        "營業狀態": st.column_config.SelectboxColumn(options=list(BY_CODE["operating"].choices)),
    },
)
