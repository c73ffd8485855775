"""The button that prints the page: only the browser can, so a small component asks it."""

from __future__ import annotations

import streamlit as st

_SCRIPT = """
export default function (component) {
  const { data, parentElement } = component;
  const button = parentElement.querySelector("button");
  button.textContent = data.label;
  button.onclick = () => window.print();
}
"""
_STYLE = """
button { font: inherit; min-height: 44px; padding: 0 16px; cursor: pointer; color: inherit;
  background: transparent; border: 1px solid currentColor; border-radius: 6px; }
button:focus-visible { outline: 2px solid currentColor; outline-offset: 2px; }
"""
_button = st.components.v2.component(
    "outreach_print", html='<button type="button"></button>', css=_STYLE, js=_SCRIPT
)


def print_button(label: str, key: str = "print") -> None:
    """A button that opens the browser's own dialogue for printing."""
    _button(key=key, data={"label": label})
