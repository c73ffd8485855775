"""Which figures anybody may see: districts', by kind of venue at most; agencies' are for who signs in.

A figure over few venues would tell of a venue: so no figures by village, sector or agency without sign-in.
"""

from __future__ import annotations

from collections.abc import Sequence

from outreach.figures.positions import Dimension
from outreach.services.who import Right, Who

#: What the public may break figures down by, or narrow them to.
OPEN = frozenset({Dimension.DISTRICT, Dimension.KIND})


def may_see_figures(who: Who, by: Dimension | None, where: Sequence[str]) -> None:
    """Raise `NotAllowed` unless these figures are the asker's to see; `where` holds FIELD=CODE texts."""
    named = {text.partition("=")[0].strip() for text in where}
    if (by is None or by in OPEN) and named <= {d.value for d in OPEN}:
        who.must(Right.SEE_PUBLIC)
        return
    who.must(Right.SEE_FIGURES)
