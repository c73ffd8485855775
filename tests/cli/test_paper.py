"""`meeting report` writes a meeting's paper as a whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url, small_city
from tests.support.databases import Databases

OPENING = ("--date", "110-10-26", "--item", "mycode", "--as-of", "110-10-14")


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    """A terminal over the small city, whose meeting 213 is frozen."""
    small = small_city(set_up_url(sqlite_databases))
    made = Terminal(small.city.engine.url.render_as_string(hide_password=False))
    made.run("meeting", "open", "213", *OPENING)
    made.run("meeting", "freeze", "213")
    return made


def test_the_newest_edition_is_written_in_the_format_asked_for(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "會議資料.bin"
    file.write_bytes(b"before")
    made = terminal.run("meeting", "report", "213", "--format", "xlsx", "--output", str(file))
    assert (made.code, made.err) == (0, "")
    assert "第213次會議資料第1版" in made.out
    assert file.read_bytes()[:4] == b"PK\x03\x04"
    by_name = tmp_path / "paper.pdf"
    assert terminal.run("meeting", "report", "213", "--edition", "1", "--output", str(by_name)).code == 0
    assert by_name.read_bytes()[:4] == b"%PDF"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["paper.pdf", "會議資料.bin"]


def test_what_is_refused_leaves_what_was_there_before(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "paper.ods"
    file.write_bytes(b"before")
    refused = {
        ("999", "--output", str(file)): (1, "查無第999次會議"),
        ("213", "--edition", "2", "--output", str(file)): (1, "沒有第2版"),
        ("213", "--output", str(tmp_path / "paper.docx")): (1, "讀到『docx』"),
        ("213", "--format", "docx", "--output", str(file)): (2, "用法有誤"),
        ("213", "--format", "ods", "--output", str(tmp_path)): (1, "是資料夾"),
        ("213", "--format", "ods", "--output", str(tmp_path / "none" / "a.ods")): (1, "無法寫入"),
    }
    for arguments, (code, words) in refused.items():
        found = terminal.run("meeting", "report", *arguments)
        assert (found.code, words in found.err) == (code, True), (arguments, found.err)
        assert len(found.err.strip().splitlines()) == 1
    assert file.read_bytes() == b"before"
    assert list(tmp_path.iterdir()) == [file]
