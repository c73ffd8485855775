"""How our routes answer who fetches data: with a tag and packed, or with the sentence of a refusal.

Bad parameters are 400, unknown names 404, what may not be seen 403, each with a sentence as JSON; anything
unexpected is a number to quote.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from starlette.requests import Request
from starlette.responses import Response

from outreach.pages.words import LANGUAGES, translated
from outreach.rules.refusals import Refusal
from outreach.services.naming import NotUnique
from outreach.services.who import NotAllowed
from outreach.store.schema import DatabaseNotSetUp
from outreach.web.failures import record

#: Characters of what was read that a refusal repeats.
_LONGEST_SHOWN = 80
#: Below this many bytes packing gains nothing.
_SMALL = 1_000
#: Kept by the reader's own browser alone, and asked about each time: rights may have changed meanwhile.
PRIVATE = "private, no-cache"

Endpoint = Callable[[Request], Response]


def packed(content: bytes) -> bytes:
    """Content as gzip, the same bytes every time; what is small stays as it is."""
    return gzip.compress(content, 5, mtime=0) if len(content) > _SMALL else content


def tag_of(content: bytes) -> str:
    """The ETag of content; weak, since packed and plain share it."""
    return f'W/"{hashlib.sha256(content).hexdigest()[:24]}"'


def answer(
    request: Request,
    plain: bytes,
    small: bytes,
    kind: str,
    keep: str,
    more: Mapping[str, str] | None = None,
    tag: str = "",
) -> Response:
    """200 with the content (packed where that is understood), or 304 where the asker has it already.

    `kind` is the media type, `keep` what Cache-Control says, `more` further headers of both answers, `tag`
    the content's where it is known. To HEAD the same headers are told without the content.
    """
    tag = tag or tag_of(plain)
    headers = {"ETag": tag, "Cache-Control": keep, "Vary": "Accept-Encoding", **(more or {})}
    if keep.startswith("private"):
        headers["Vary"] = "Accept-Encoding, Cookie"
    known = [one.strip() for one in request.headers.get("if-none-match", "").split(",")]
    if tag in known or "*" in known:
        return Response(status_code=304, headers=headers)
    content = plain
    if len(small) < len(plain) and "gzip" in request.headers.get("accept-encoding", ""):
        headers["Content-Encoding"] = "gzip"
        content = small
    found = Response(content, media_type=kind, headers=headers)
    if request.method == "HEAD":
        found.body = b""
    return found


def as_json(body: object) -> bytes:
    """A document as compact JSON in UTF-8."""
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8")


def answering(endpoint: Endpoint) -> Endpoint:
    """Turn refusals into their sentence and status, and anything unexpected into a number to quote."""

    @wraps(endpoint)
    def answered(request: Request) -> Response:
        try:
            return endpoint(request)
        except Refusal as refusal:
            text = _sentence(refusal, request.query_params.get("lang", "zh"))
            return refused({"problem": text}, _status(refusal))
        except Exception as failure:  # noqa: BLE001 - the last place before the reader
            return refused({"problem": "failure", "reference": record(failure)}, 500)

    return answered


def refused(body: Mapping[str, Any], status: int, more: Mapping[str, str] | None = None) -> Response:
    """An answer that says why there is none, kept by nobody."""
    content = json.dumps(body, ensure_ascii=False)
    headers = {"Cache-Control": "no-store", **(more or {})}
    return Response(content, status_code=status, media_type="application/json", headers=headers)


def _sentence(refusal: Refusal, asked: str) -> str:
    language = asked if asked in LANGUAGES else "zh"
    values = {k: translated(v, language) if isinstance(v, str) else v for k, v in refusal.values.items()}
    read = values.get("value")
    if isinstance(read, str) and len(read) > _LONGEST_SHOWN:
        values["value"] = f"{read[:_LONGEST_SHOWN]}…"
    return translated(refusal.template, language).format(**values)


def _status(refusal: Refusal) -> int:
    if isinstance(refusal, NotAllowed):
        return 403
    if isinstance(refusal, DatabaseNotSetUp):
        return 503
    if isinstance(refusal, NotUnique):
        return 400
    return 404 if isinstance(refusal, LookupError) else 400
