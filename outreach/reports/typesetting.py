"""Typst, with the program's own fonts and nothing else of the machine it runs on.

Constraints:
1. The fonts are the two packaged Noto faces; what is installed on a machine never changes a paper.
2. A template may read files only below `static`; what comes from outside goes in as `inputs`, which are
   strings to typst and never its markup.
3. A compiler is made for each call (a millisecond): pages of many sessions call this at the same time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Literal

import typst
from pylopdf_fonts_zh_tw import serif_path

#: The names of the faces inside the packaged files.
SANS = "Noto Sans TC"
SERIF = "Noto Serif TC"

STATIC = Path(__file__).parent / "static"


@cache
def fonts() -> typst.Fonts:
    """The packaged faces, opened once."""
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[serif_path().parent]
    )


def typeset(
    template: str,
    inputs: Mapping[str, str],
    form: Literal["pdf", "png"],
    *,
    ppi: float | None = None,
    made: datetime | None = None,
) -> bytes:
    """Compile a template of `static`; of a PNG the first page, at `ppi` pixels per inch.

    `made` is the creation time written into a PDF, so that the same input gives the same bytes. Raises
    `typst.TypstError` where the template or a picture given to it is broken, and where a template asks
    for what typst only warns of (a face that is not there).
    """
    compiler = typst.Compiler(
        root=STATIC, font_paths=fonts(), ignore_system_fonts=True, sys_inputs=dict(inputs)
    )
    made_of, warnings = compiler.compile_with_warnings(
        STATIC / template, format=form, ppi=ppi, timestamp=made
    )
    if warnings:
        raise typst.TypstError(warnings[0].message, warnings[0].diagnostic)
    if isinstance(made_of, list):
        made_of = made_of[0]
    assert made_of is not None, "typst gives bytes where no output file is named"
    return made_of
