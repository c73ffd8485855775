"""Who is asking: the one place that says so, for pages and routes alike."""

from __future__ import annotations

from outreach.services.who import Role, Who

_DEMONSTRATION_ADMINISTRATOR = Who("示範管理員", Role.ADMINISTRATOR)


def who() -> Who:
    """The person behind the request; without sign-in everybody is the demonstration's administrator."""
    return _DEMONSTRATION_ADMINISTRATOR
