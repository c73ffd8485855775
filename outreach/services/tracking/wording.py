"""Words that are entered about tracked items: tidied, fit for a paper, without persons' numbers."""

from __future__ import annotations

from outreach.rules.masking import mask
from outreach.services.tracking.refusals import WordsDoNotFit

#: Characters of a conclusion, of a report, and of what a meeting decided in words.
LONGEST_CONCLUSION, LONGEST_PROGRESS, LONGEST_WORDS = 1000, 1000, 500


def worded(what: str, text: str, most: int, *, example: str, least: int = 1) -> str:
    """A text with its lines kept and needless spaces gone. Raises `WordsDoNotFit`."""
    lines = [" ".join(line.split()) for line in text.splitlines()]
    plain = mask("\n".join(lines).strip())
    if not least <= len(plain) <= most:
        raise WordsDoNotFit(what=what, length=len(plain), least=least, most=most, example=example)
    return plain
