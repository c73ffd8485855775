"""The overview as a plain page: pandas counts the positions at every run, `st.dataframe` shows them.

Where every venue stands on a day comes ready from this program's own figures and stays in memory, as it
does for the overview; so do the bureaus. There is one table, without cards, weeks, links or a panel.
"""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from outreach.figures.lookup import ABSENT, STANDINGS
from outreach.figures.positions import Dimension
from outreach.figures.schemes import first_level
from outreach.rules.vocabulary import Facet, Kind
from outreach.services.city import City, open_city
from outreach.services.naming import scheme_named
from outreach.store.codes import number_of

KINDS = {"全部": None, "店家": Kind.SHOP, "轄管場館": Kind.CITY_VENUE}


@st.cache_resource
def opened() -> City:
    """The database, opened once."""
    return open_city()


# Not cache_data, which would copy the frame at every run.
@st.cache_resource
def venues_on(day: date) -> pd.DataFrame:
    """The venues of the list with bureau, kind and standing."""
    city = opened()
    scheme = scheme_named(city.reference(), st.query_params["scheme"])
    positions = city.figures.positions(scheme.id, day)
    parents = city.figures.parents(day)
    listed = positions.codes != ABSENT
    agency = pd.Series(positions.dimension(Dimension.AGENCY)[listed])
    tops = {int(a): first_level(int(a), parents) for a in agency.unique()}
    names = {i: a.short_name or a.name for i, a in city.reference().agencies.items()}
    standing = pd.Categorical([STANDINGS[c].value for c in positions.codes[listed]])
    return pd.DataFrame(
        {
            "機關": agency.map(tops).map(names).fillna("（未填）").astype("category"),
            "性質": positions.dimension(Dimension.KIND)[listed],
            "standing": standing,
        }
    )


def move(days: int) -> None:
    """Go to another day."""
    st.session_state["day"] += timedelta(days=days)


st.session_state.setdefault("day", date.fromisoformat(st.query_params["as_of"]))
st.title("總覽")
day = st.date_input("截至", key="day", min_value=date(1912, 1, 1))
st.button("前一天", key="earlier", on_click=move, args=(-1,))
st.button("後一天", key="later", on_click=move, args=(1,))
kind = KINDS[st.segmented_control("性質", list(KINDS), default="全部", required=True)]

venues = venues_on(day)
if kind is not None:
    venues = venues[venues["性質"] == number_of(Facet.KIND, kind)]
counts = venues.groupby(["機關", "standing"], observed=False).size().unstack()
table = pd.DataFrame({"已完成": counts["completed"], "還差": counts["outstanding"]})
table["母數"] = table["已完成"] + table["還差"]
table["完成率"] = 100 * table["已完成"] / table["母數"]
table["提報"] = counts.sum(axis=1)
table["毋須納入"] = table["提報"] - table["母數"]
st.dataframe(table.sort_values("還差", ascending=False))
