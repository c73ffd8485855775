"""Unexpected errors: a number for the person who met one, the place for the server's log.

Neither holds what was typed or stored. An exception's text often quotes values (a statement's
parameters, a cell's content), and those may be somebody's name or telephone number; the frames and the
exception's type are enough to find the mistake.
"""

from __future__ import annotations

import logging
import secrets
import traceback

_LOG = logging.getLogger("outreach.failures")
_LOGGED_BY_STREAMLIT = ("streamlit.error_util",)
#: Characters that nobody confuses when reading them out on the telephone.
_PLAIN = "23456789ABCDEFGHJKMNPQRSTVWXYZ"


def record(failure: BaseException) -> str:
    """Write one failure to the log under a new number, and return the number to quote."""
    number = "".join(secrets.choice(_PLAIN) for _ in range(8))
    _LOG.error("failure %s\n%s", number, _places(failure))
    return number


def keep_values_out_of_the_log() -> None:
    """Let Streamlit not log what `record` logs: its own log quotes the exception's text."""
    for name in _LOGGED_BY_STREAMLIT:
        logger = logging.getLogger(name)
        if _without_exceptions not in logger.filters:
            logger.addFilter(_without_exceptions)


def _without_exceptions(entry: logging.LogRecord) -> bool:
    return entry.exc_info is None


def _places(failure: BaseException) -> str:
    """The frames of a failure and of what caused it, innermost cause first, without any values."""
    chain: list[BaseException] = []
    link: BaseException | None = failure
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__ or link.__context__
    lines: list[str] = []
    for one in reversed(chain):
        lines += traceback.format_tb(one.__traceback__)
        lines.append(f"{type(one).__module__}.{type(one).__qualname__}\n")
    return "".join(lines)
