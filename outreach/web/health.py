"""Whether the program can answer: for the machine that restarts it, and for whoever set it up."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from outreach.rules.refusals import Refusal
from outreach.store.schema import DatabaseNotSetUp
from outreach.web.failures import record
from outreach.web.opened import city


def healthz(_request: Request) -> JSONResponse:
    """200 where the database is set up and answers, else 503; says nothing of what or where it is."""
    try:
        city().is_demonstration()
    except DatabaseNotSetUp:
        return JSONResponse({"status": "not set up"}, status_code=503)
    except Refusal:
        return JSONResponse({"status": "no database"}, status_code=503)
    except Exception as failure:  # noqa: BLE001 - whatever is wrong, the answer is that it does not work
        return JSONResponse({"status": "failing", "reference": record(failure)}, status_code=503)
    return JSONResponse({"status": "ok"})


def routes() -> list[Route]:
    """`/healthz`."""
    return [Route("/healthz", healthz)]
