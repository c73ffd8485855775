"""The desk of exclusions: who stands outside the denominator and why, and what managers ask about it."""

from outreach.services.exclusions.asking import AskedAll, Talk, ask_all, talks
from outreach.services.exclusions.listing import (
    Excluded,
    ExclusionPage,
    Overdue,
    Sorting,
    exclusions,
    overdue_ids,
)

__all__ = [
    "AskedAll",
    "Excluded",
    "ExclusionPage",
    "Overdue",
    "Sorting",
    "Talk",
    "ask_all",
    "exclusions",
    "overdue_ids",
    "talks",
]
