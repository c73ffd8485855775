"""Words in the reader's language: Chinese as written here, English from its catalogue.

The msgid is the Chinese itself. Catalogues are read as they are (every .po file of
`outreach/locale/<language>/LC_MESSAGES`, `outreach.po` for what pages share), so that mending a word needs
no step in between.
"""

from __future__ import annotations

import functools
import gettext
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date
from pathlib import Path

import streamlit as st
from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from outreach.rules.dates import roc
from outreach.rules.refusals import Refusal

LOCALE = Path(__file__).parents[1] / "locale"
#: Languages by the code in the address; the first is the source.
LANGUAGES: Mapping[str, str] = {"zh": "zh_Hant", "en": "en"}
#: The same as browsers and screen readers name them.
HTML_LANGUAGES: Mapping[str, str] = {"zh": "zh-Hant", "en": "en"}
_LANGUAGE = "language"
#: The page shown last, and what an address of each page without a language speaks.
_SPOKEN_ON, _UNSAID = "language_on", "language_unsaid"
#: The language of this run, or of a thread that has no session (a download being made).
_spoken: ContextVar[str | None] = ContextVar("language", default=None)


@functools.cache
def catalogue(locale: str) -> Catalog:
    """The catalogue of a locale (`zh_Hant`, `en`), from all its files together."""
    whole = Catalog(locale=locale)
    for path in sorted((LOCALE / locale / "LC_MESSAGES").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if message.id:
                    whole[message.id] = message
    return whole


def language() -> str:
    """The reader's language: `zh` or `en`."""
    return _spoken.get() or str(st.session_state.get(_LANGUAGE, "zh"))


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language for the length of a block, whatever the session says."""
    before = _spoken.set(code)
    try:
        yield
    finally:
        _spoken.reset(before)


def settle_language(page: str = "") -> None:
    """Take the language from the address of a page, else the one chosen before; anything else is Chinese.

    An address without one, on the page shown last, is a step on the browser's way back: it speaks as it did
    when it was reached. To write the language into it once more would lead forward again.
    """
    unsaid = st.session_state.setdefault(_UNSAID, {})
    asked = st.query_params.get("lang", "")
    if asked not in LANGUAGES:
        if asked or st.session_state.get(_SPOKEN_ON) != page:
            asked = unsaid[page] = str(st.session_state.get(_LANGUAGE, "zh"))
            choose_language(asked)
        else:
            asked = unsaid.get(page, "zh")
    st.session_state[_LANGUAGE] = asked
    st.session_state[_SPOKEN_ON] = page
    # A session has hundreds of words to look up in a run, and its state is slow to ask.
    _spoken.set(asked)


def choose_language(code: str) -> None:
    """Switch to a language, and keep it in the address so that a link carries it."""
    st.session_state[_LANGUAGE] = code
    if code == "zh":
        st.query_params.pop("lang", None)
    else:
        st.query_params["lang"] = code


def translated(msgid: str, code: str, count: int = 1) -> str:
    """A Chinese text in a language, in the form for so many things; itself where the catalogue has none."""
    entries = catalogue(LANGUAGES[code])
    message = entries.get(msgid)
    if message is None or not message.string:
        return msgid
    if isinstance(message.string, str):
        return message.string
    return message.string[min(_form(entries.plural_expr, count), len(message.string) - 1)] or msgid


def _(msgid: str) -> str:
    """A Chinese text in the reader's language."""
    return translated(msgid, language())


def N_(msgid: str) -> str:  # noqa: N802 - gettext's name for a text that is translated later
    """Mark a text for the catalogue; it is translated where it is shown."""
    return msgid


def n_(msgid: str, count: int, **told: str) -> str:
    """A text about `{count}` things, filled in, in the form that the language has for that number.

    `told` are what else stands in it by name.
    """
    return translated(msgid, language(), count).format(count=number(count), **told)


def _form(expression: str, count: int) -> int:
    return int(_rule(expression)(count))


@functools.cache
def _rule(expression: str) -> Callable[[int], int]:
    found: Callable[[int], int] = gettext.c2py(expression)
    return found


def said(refusal: Refusal) -> str:
    """A refusal's sentence in the reader's language, its words (機關, 方案 …) included."""
    values = {k: _(v) if isinstance(v, str) else v for k, v in refusal.values.items()}
    return _(refusal.template).format(**values)


def day(when: date) -> str:
    """A day as this language writes it: 110年10月26日, or 26 October 2021."""
    return roc(when) if language() == "zh" else format_date(when, "d MMMM y", locale="en")


def number(count: int) -> str:
    """A count with thousands separators."""
    return f"{count:,}"


def place(name: str, name_en: str, spoken: str = "") -> str:
    """A district's or village's name in the reader's language (or the one `spoken`), where it has one."""
    return name_en if (spoken or language()) == "en" and name_en else name
