"""Forms that pages send to our routes: small, URL-encoded, each field once."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

from starlette.requests import ClientDisconnect, Request

from outreach.services.account_refusals import FormUnreadable

#: Bytes; two passwords of 200 characters, percent-encoded, are under 5,000.
_LONGEST = 16_384
_FIELDS = 12
_TYPE = "application/x-www-form-urlencoded"
#: A page of ours and its question; nothing that could lead elsewhere.
_NEXT = re.compile(r"[a-z][a-z0-9_-]{0,40}(\?[A-Za-z0-9_.~%&=+,:*-]{0,800})?|\?[A-Za-z0-9_.~%&=+,:*-]{0,800}")


async def read_form(request: Request) -> dict[str, str]:
    """The fields of a form, never read past the limit. Raises `FormUnreadable` for what is none."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _TYPE:
        raise FormUnreadable
    body = b""
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > _LONGEST:
                raise FormUnreadable
    except ClientDisconnect:
        raise FormUnreadable from None
    try:
        fields = parse_qsl(
            body.decode("ascii"),
            keep_blank_values=True,
            strict_parsing=bool(body),
            errors="strict",
            max_num_fields=_FIELDS,
        )
    except ValueError:
        raise FormUnreadable from None
    found = dict(fields)
    # No database takes a null character, and nobody types one.
    if len(found) != len(fields) or any("\0" in value for value in found.values()):
        raise FormUnreadable
    return found


def needed(form: dict[str, str], name: str) -> str:
    """A field that must be there and say something. Raises `FormUnreadable`."""
    if not form.get(name):
        raise FormUnreadable
    return form[name]


def own_page(text: str) -> str:
    """An address that one of our forms asks to go on to: a page's name and question, else the first page."""
    return text if _NEXT.fullmatch(text) else ""
