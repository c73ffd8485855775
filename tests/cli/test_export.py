"""`export` writes the workbook that `import` takes back."""

from __future__ import annotations

from pathlib import Path

import pytest

from outreach.sheets.reading import read_workbook
from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url, small_city
from tests.support.databases import Databases


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    """A terminal over the small city."""
    url = set_up_url(sqlite_databases)
    small_city(url).city.engine.dispose()
    return Terminal(url)


@pytest.mark.parametrize("ending", ["xlsx", "ods", "csv", "XLSX"])
def test_what_is_exported_can_be_imported_and_changes_nothing(
    terminal: Terminal, tmp_path: Path, ending: str
) -> None:
    file = tmp_path / f"list.{ending}"
    said = terminal.run("export", "--scheme", "mycode", "--agency", "商業處", "--output", str(file))
    assert (said.code, said.out) == (0, f"list.{ending}：3 家\n")
    assert read_workbook(file.read_bytes(), file.name).format == ending.lower()
    back = terminal.run("import", str(file), "--scheme", "mycode", "--format", "json").json
    assert (back["unchanged"], back["rows"], back["change"]) == (3, 3, None)


def test_without_an_agency_all_are_exported(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    assert terminal.run("export", "--scheme", "mycode", "--output", str(file)).out == "list.csv：4 家\n"


@pytest.mark.parametrize("asked", [("list.pdf", "mycode"), ("list.xlsx", "nothing")])
def test_another_ending_or_scheme_is_refused_and_nothing_is_written(
    terminal: Terminal, tmp_path: Path, asked: tuple[str, str]
) -> None:
    file = tmp_path / asked[0]
    said = terminal.run("export", "--scheme", asked[1], "--output", str(file))
    assert said.code == 1
    assert "例如" in said.err or "可用" in said.err
    assert not file.exists()
