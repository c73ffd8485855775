"""A drawing becomes pixels with the program's own fonts."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
import typst
from PIL import Image

from outreach.reports.drawings.png import as_png

_FRAME = '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="100">{}</svg>'


def _opened(content: str, width: int = 300) -> Image.Image:
    return Image.open(io.BytesIO(as_png(_FRAME.format(content), width)))


def test_a_drawing_is_as_many_pixels_wide_as_was_asked() -> None:
    assert _opened('<rect width="400" height="100"/>').size == (300, 75)
    assert _opened('<rect width="400" height="100"/>', 1200).size == (1200, 300)


def _words(family: str, text: str = "臺北市 42.10 %") -> bytes:
    return _opened(f'<text y="50" font-family="{family}" font-size="30">{text}</text>').tobytes()


def test_chinese_words_are_drawn_in_the_packaged_faces() -> None:
    nothing = _opened("").tobytes()
    assert _words("Noto Sans TC") != nothing
    assert _words("Noto Sans TC, sans-serif") == _words("Noto Sans TC")
    assert _words("Noto Serif TC") != _words("Noto Sans TC")
    # Two characters that no face holds would be the same empty box.
    assert _words("Noto Sans TC", "峯") != _words("Noto Sans TC", "堃")


def test_a_drawing_cannot_pull_in_a_file_of_the_machine(tmp_path: Path) -> None:
    Image.new("RGB", (40, 10), "red").save(tmp_path / "red.png")
    with pytest.raises(typst.TypstError, match="absolute paths are not allowed"):
        _opened(f'<image href="{tmp_path / "red.png"}" width="400" height="100"/>')


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(typst.TypstError):
        as_png("臺北市", 300)
