"""`doorplates` and `locate`, as scripts call them."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url
from tests.support.databases import Databases
from tests.support.plates import SOME, as_csv, as_tar_xz, middle_of, plates_file, with_plates

COLUMNS = ["address", "lon", "lat", "district", "village", "precision", "matched"]


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    """A terminal over a city without plates."""
    return Terminal(set_up_url(sqlite_databases))


@pytest.fixture
def located(sqlite_databases: Databases) -> Terminal:
    """A terminal over a city with a few plates."""
    return Terminal(with_plates(sqlite_databases))


@pytest.fixture
def asked(tmp_path: Path) -> str:
    """A file of four addresses, one of them blank."""
    file = tmp_path / "addresses.txt"
    file.write_text("中山區示範路1段3號\n\n=北投區模範街20號\n中山區中央里\n", encoding="utf-8")
    return str(file)


def test_locate_answers_one_row_for_each_address_in_order(located: Terminal, asked: str) -> None:
    answer = located.run("locate", asked)
    assert answer.code == 0, answer.err
    rows = list(csv.reader(io.StringIO(answer.out)))
    lon, lat = middle_of("中山區", "中央里")
    assert rows[0] == COLUMNS
    assert rows[1][1:3] == [str(round(lon + 3e-6, 6)), str(lat)]
    assert rows[1][3:] == ["中山區", "中央里", "plate", "臺北市中山區示範路一段3號"]
    assert rows[2] == ["", "", "", "", "", "none", ""]
    assert rows[3][0] == "'=北投區模範街20號"
    assert [row[5] for row in rows[1:]] == ["plate", "none", "near", "village"]
    assert rows[4][3:] == ["中山區", "中央里", "village", "臺北市中山區中央里"]


def test_locate_prints_exactly_one_document_with_the_same_rows_and_what_is_doubtful(
    located: Terminal, asked: str
) -> None:
    told = located.json("locate", asked)
    assert [list(row) for row in told["rows"]] == [[*COLUMNS, "doubts"]] * 4
    assert [row["precision"] for row in told["rows"]] == ["plate", "none", "near", "village"]
    assert (told["rows"][1]["lon"], told["rows"][1]["lat"]) == (None, None)
    assert told["rows"][2]["doubts"] == ["模範街20號在中山區，不在所寫的北投區。"]


def test_plates_come_from_a_file_a_folder_or_an_archive(
    terminal: Terminal, asked: str, tmp_path: Path
) -> None:
    folder = tmp_path / "plates"
    folder.mkdir()
    plates_file(folder)
    archive = tmp_path / "plates.tar.xz"
    archive.write_bytes(as_tar_xz({"dp/a.csv": as_csv(SOME)}))
    for source in (folder / "plates.csv", folder, archive):
        answer = terminal.run("doorplates", str(source))
        assert answer.code == 0, answer.err
        assert f"讀取 {len(SOME)} 列" in answer.out
        assert terminal.json("locate", asked)["rows"][0]["precision"] == "plate"


def test_without_plates_locate_says_so_beside_its_answer(terminal: Terminal, asked: str) -> None:
    answer = terminal.run("locate", asked)
    assert answer.code == 0
    assert "doorplates" in answer.err
    assert answer.out.count("\n") == 5


@pytest.mark.parametrize("command", ["doorplates", "locate"])
def test_a_file_that_is_not_there_or_no_such_thing_is_refused_in_one_sentence(
    terminal: Terminal, tmp_path: Path, command: str
) -> None:
    other = tmp_path / "letter.pdf"
    other.write_bytes(b"%PDF-1.4\n" + b"\x00\xff" * 200)
    for name in (str(other), str(tmp_path / "nowhere")):
        answer = terminal.run(command, name)
        assert (answer.code, answer.out, answer.err.count("\n")) == (1, "", 1)
    assert terminal.run(command).code == 2
    assert terminal.run("locate", str(other), "--format", "table").code == 2


def test_a_load_is_recorded_as_the_named_operators(terminal: Terminal, tmp_path: Path) -> None:
    assert terminal.run("--as", "林科員", "doorplates", str(plates_file(tmp_path))).code == 0
    assert terminal.run("check").code == 0
