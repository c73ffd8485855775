"""The door: one process serves the pages and the routes. `streamlit run streamlit_app.py`."""

import streamlit as st

from outreach import web
from outreach.pages import frame
from outreach.web.failures import keep_values_out_of_the_log
from outreach.web.warming import lifespan

keep_values_out_of_the_log()
app = st.App(
    "outreach/pages/app.py",
    routes=web.routes(),
    middleware=web.middleware(),
    lifespan=lifespan,
    # What fails outside a page's own run: in a picker's callback, in a panel.
    on_script_error=frame.failed,
)
