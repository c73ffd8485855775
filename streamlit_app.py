"""The door: one process serves the pages and the routes. `streamlit run streamlit_app.py`."""

import streamlit as st

from outreach import web

app = st.App("outreach/pages/app.py", routes=web.routes(), middleware=web.middleware())
