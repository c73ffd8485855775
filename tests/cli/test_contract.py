"""The command line that scripts and other offices build on."""

from pathlib import Path

import pytest

from tests.cli.terminal import Terminal
from tests.support.builders import set_up_url
from tests.support.databases import Databases

SHOPS = (
    "店家名稱,行政區,里,地址,參與狀態,營業狀態,備註,生效日期\n"
    "甲店,中山區,中央里,青禾路1號,已加入,,,110-10-01\n"
    "乙店,北投區,中央里,青禾路2號,,,,110-10-01\n"
    "丙店,北投區,,青禾路3號,已加入,停業,整修,110-10-05\n"
)
REASONS = {"office_only", "closed", "suspended", "not_reopened"}


@pytest.fixture
def terminal(sqlite_databases: Databases) -> Terminal:
    """A terminal over a city with three agencies and no venue."""
    return Terminal(set_up_url(sqlite_databases))


@pytest.fixture
def shops(terminal: Terminal, tmp_path: Path) -> Terminal:
    """The same after 商業處 handed in three shops."""
    file = tmp_path / "shops.csv"
    file.write_text(SHOPS, encoding="utf-8")
    assert terminal.run("import", str(file), "--scheme", "mycode", "--agency", "商業處").code == 0
    return terminal


def test_an_import_accounts_for_every_row_and_changes_nothing_the_second_time(
    terminal: Terminal, tmp_path: Path
) -> None:
    file = tmp_path / "shops.csv"
    file.write_text(SHOPS + "丁店,大安區,龍門里,青禾路4號,加入了,,,\n", encoding="utf-8")
    first = terminal.json("import", str(file), "--scheme", "mycode", "--agency", "COM")
    assert (first["rows"], first["new"], first["errors"]) == (4, 3, 1)
    assert first["change"] is not None
    assert first["problems"][0].keys() == {"row", "column", "value", "problem"}
    again = terminal.json("import", str(file), "--scheme", "mycode", "--agency", "COM")
    assert (again["change"], again["unchanged"], again["errors"]) == (None, 3, 1)
    counts = ("new", "changed", "unchanged", "candidates", "conflicts", "errors")
    assert sum(again[c] for c in counts) == again["rows"]


def test_a_dry_run_tells_what_would_happen_and_writes_nothing(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "shops.csv"
    file.write_text(SHOPS, encoding="utf-8")
    told = terminal.json(
        "import", str(file), "--scheme", "mycode", "--dry-run", "--complete", "--agency", "COM"
    )
    assert (told["change"], told["new"], told["delisted"]) == (None, 3, 0)
    assert terminal.json("coverage", "--scheme", "mycode")["total"]["population"] == 0


def test_the_outcome_file_can_be_mended_and_imported_again(terminal: Terminal, tmp_path: Path) -> None:
    file, outcome = tmp_path / "shops.csv", tmp_path / "outcome.csv"
    file.write_text(SHOPS.replace("110-10-05", "110/02/30"), encoding="utf-8")
    terminal.run("import", str(file), "--scheme", "mycode", "--outcome", str(outcome))
    mended = outcome.read_text(encoding="utf-8-sig").replace("110/02/30", "110/02/28", 1)
    outcome.write_text(mended, encoding="utf-8")
    told = terminal.json("import", str(outcome), "--scheme", "mycode")
    assert (told["new"], told["unchanged"]) == (1, 2)


def test_map_settles_headings_that_nobody_could_know(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("甲欄,乙欄\n甲店,已加入\n", encoding="utf-8")
    assert terminal.run("import", str(file), "--scheme", "mycode").code == 1
    told = terminal.json(
        "import", str(file), "--scheme", "mycode", "--map", "name=甲欄", "participation=乙欄"
    )
    assert told["new"] == 1


def test_coverage_is_the_document_of_the_contract_and_its_rows_sum_to_the_total(shops: Terminal) -> None:
    told = shops.json("coverage", "--scheme", "mycode", "--as-of", "110年10月14日", "--by", "village")
    assert told.keys() == {"scheme", "as_of", "known_at", "by", "rows", "total"}
    assert (told["scheme"], told["as_of"], told["by"]) == ("mycode", "2021-10-14", "village")
    assert isinstance(told["known_at"], int)
    assert [row["key"] for row in told["rows"]][-1] == ""
    assert len(told["rows"]) == 3
    assert told["total"].keys() == {"population", "eligible", "completed", "outstanding", "excluded", "rate"}
    assert told["total"]["excluded"].keys() == REASONS
    for figure in ("population", "eligible", "completed", "outstanding"):
        assert sum(row[figure] for row in told["rows"]) == told["total"][figure]
    assert told["total"]["rate"] == "50.00"


def test_before_the_first_listing_there_is_no_population_and_no_rate(shops: Terminal) -> None:
    told = shops.json("coverage", "--scheme", "mycode", "--as-of", "2021-09-01")
    assert (told["total"]["population"], told["total"]["rate"]) == (0, None)


def test_a_roll_up_prints_first_level_agencies_with_their_subordinates(shops: Terminal) -> None:
    own = shops.json("coverage", "--scheme", "mycode", "--by", "agency")["rows"]
    rolled = shops.json("coverage", "--scheme", "mycode", "--by", "agency", "--roll-up")["rows"]
    assert [(row["key"], row["population"]) for row in own] == [("COM", 3)]
    assert [(row["key"], row["population"]) for row in rolled] == [("IND", 3)]


def test_filters_take_codes_and_unique_names_and_all_must_hold(shops: Terminal) -> None:
    def population(*where: str) -> int:
        told = shops.json("coverage", "--scheme", "mycode", "--where", *where)
        return int(told["total"]["population"])

    assert population("district=北投區") == 2
    assert population("district=北投區", "agency=商業處", "kind=shop") == 2
    assert population("district=北投區", "kind=city_venue") == 0
    ambiguous = shops.run("coverage", "--scheme", "mycode", "--where", "village=中央里")
    assert ambiguous.code == 1
    assert "中央里" in ambiguous.err


def test_the_venues_behind_a_number_are_as_many_as_the_number(shops: Terminal) -> None:
    told = shops.json("venues", "--scheme", "mycode", "--standing", "excluded_suspended")
    assert [(v["name"], v["remark"]) for v in told["venues"]] == [("丙店", "整修")]
    everyone = shops.run("venues", "--scheme", "mycode", "--where", "district=北投區")
    assert everyone.out.count("\n") == 3


def test_a_trend_has_every_day_and_a_bridge_sums_to_the_difference(shops: Terminal) -> None:
    trend = shops.json("trend", "--scheme", "mycode", "--from", "2021-09-30", "--to", "2021-10-05")
    assert [d["population"] for d in trend["total"]["days"]] == [0, 2, 2, 2, 2, 3]
    bridge = shops.json(
        "bridge", "--scheme", "mycode", "--from", "2021-10-01", "--to", "2021-10-05", "--by", "district"
    )
    for row in (*bridge["rows"], bridge["total"]):
        for figure in ("population", "eligible", "completed"):
            parts = sum(part[figure] for part in row["parts"])
            assert parts == row["to"][figure] - row["from"][figure]
    assert {part["part"] for part in bridge["total"]["parts"]} == {"listed"}


def test_an_order_holds_a_whole_sector_and_its_undo_lets_it_go(shops: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "ktv.csv"
    file.write_text("店家名稱,行業,生效日期\n好唱歌城,視聽歌唱業,110-10-01\n", encoding="utf-8")
    shops.run("import", str(file), "--scheme", "mycode")
    stated = shops.run("order", "視聽歌唱業", "--suspended-from", "110/05/15", "--document", "示範字第1號")
    assert stated.code == 0, stated.err
    shut = shops.json("coverage", "--scheme", "mycode")["total"]["excluded"]["not_reopened"]
    change = next(word for word in stated.out.replace("）", " ").split() if word.isdigit())
    assert shops.run("undo", change).code == 0
    open_again = shops.json("coverage", "--scheme", "mycode")["total"]["excluded"]["not_reopened"]
    assert (shut, open_again) == (1, 0)


def test_what_was_known_earlier_is_told_by_number_and_by_time(shops: Terminal, tmp_path: Path) -> None:
    before = shops.json("coverage", "--scheme", "mycode")
    file = tmp_path / "more.csv"
    file.write_text("店家名稱\n丁店\n", encoding="utf-8")
    shops.run("import", str(file), "--scheme", "mycode", "--effective", "2021-10-01")
    known = shops.json("coverage", "--scheme", "mycode", "--known-at", str(before["known_at"]))
    assert known["total"] == before["total"]
    long_ago = shops.json("coverage", "--scheme", "mycode", "--known-at", "2020-01-01T00:00")
    assert (long_ago["known_at"], long_ago["total"]["population"]) == (0, 0)
    future = shops.json("coverage", "--scheme", "mycode", "--known-at", "999999")
    assert future["total"]["population"] == 4


def test_every_command_is_recorded_as_the_named_operators(shops: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "more.csv"
    file.write_text("店家名稱,營業狀態,備註\n丁店,歇業,已拆除\n", encoding="utf-8")
    shops.run("--as", "林科員", "import", str(file), "--scheme", "mycode")
    told = shops.run("undo", "999", "--as", "林科員")
    assert told.code == 1
    assert "999" in told.err


def test_a_process_of_its_own_answers_the_same_as_long_as_it_is_asked_the_same(shops: Terminal) -> None:
    question = ("coverage", "--scheme", "mycode", "--by", "district", "--format", "json")
    assert shops.process(*question) == shops.run(*question)
    refused = shops.process("coverage", "--scheme", "沒有的方案")
    assert refused == shops.run("coverage", "--scheme", "沒有的方案")
    assert refused.code == 1


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("coverage",), 2),
        (("coverage", "--scheme", "mycode", "--by", "colour"), 2),
        (("no-such-command",), 2),
        (("coverage", "--scheme", "沒有的方案"), 1),
        (("coverage", "--scheme", "mycode", "--as-of", "110/02/30"), 1),
        (("coverage", "--scheme", "mycode", "--where", "district"), 1),
        (("trend", "--scheme", "mycode", "--from", "2021-10-05", "--to", "2021-10-01"), 1),
        (("import", "沒有這個檔.xlsx", "--scheme", "mycode"), 1),
        (
            (
                "order",
                "ktv",
                "--suspended-from",
                "2021-10-05",
                "--reopened-on",
                "2021-10-01",
                "--document",
                "x",
            ),
            1,
        ),
        (("order", "ktv", "--suspended-from", "2021-10-05", "--by-application", "--document", "x"), 1),
    ],
)
def test_wrong_usage_ends_with_2_and_a_refusal_with_1_each_in_one_sentence(
    terminal: Terminal, arguments: tuple[str, ...], code: int
) -> None:
    answer = terminal.run(*arguments)
    assert answer.code == code
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert "Traceback" not in answer.err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("letter.pdf", b"%PDF-1.4\n" + b"\x00" * 200),
        ("no-name.csv", "甲,乙\n1,2\n".encode()),
    ],
)
def test_a_bad_file_is_refused_with_one_sentence_and_changes_nothing(
    terminal: Terminal, tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    answer = terminal.run("import", str(tmp_path / name), "--scheme", "mycode")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert terminal.json("coverage", "--scheme", "mycode")["total"]["population"] == 0


def test_a_database_that_was_never_set_up_is_refused_with_the_command_that_helps(sqlite_url: str) -> None:
    answer = Terminal(sqlite_url).run("coverage", "--scheme", "mycode")
    assert answer.code == 1
    assert "setup" in answer.err


def test_agencies_are_added_updated_and_never_their_own_superior(terminal: Terminal, tmp_path: Path) -> None:
    file = tmp_path / "agencies.csv"
    file.write_text(
        "代碼,名稱,簡稱,上級代碼\nMKT,臺北市市場處,市場處,IND\nCOM,臺北市商業處,商業處,IND\n", "utf-8"
    )
    assert "新增 1、更新 0、未變 1" in terminal.run("agencies", str(file)).out
    assert "新增 0、更新 0、未變 2" in terminal.run("agencies", str(file)).out
    file.write_text("代碼,名稱,簡稱,上級代碼\nIND,臺北市政府產業發展局,產業局,COM\n", "utf-8")
    assert terminal.run("agencies", str(file)).code == 1


def test_set_up_repeats_without_effect(terminal: Terminal) -> None:
    before = terminal.json("coverage", "--scheme", "mycode")["known_at"]
    assert terminal.run("setup").code == 0
    assert terminal.json("coverage", "--scheme", "mycode")["known_at"] == before


def test_a_backup_restored_elsewhere_gives_the_same_figures_and_passes_the_check(
    shops: Terminal, sqlite_url: str, tmp_path: Path
) -> None:
    file = str(tmp_path / "copy.backup")
    assert shops.run("backup", file).code == 0
    elsewhere = Terminal(sqlite_url)
    assert elsewhere.run("restore", file).code == 0
    question = ("coverage", "--scheme", "mycode", "--as-of", "2021-10-14", "--by", "village")
    assert elsewhere.json(*question) == shops.json(*question)
    checked = elsewhere.run("check")
    assert checked.code == 0, checked.err


@pytest.mark.parametrize(
    "url",
    ["postgresql://amy:geheim@localhost:1/none", "sqlite:////proc/none/x.sqlite3", "oracle://x", "nonsense"],
)
def test_a_database_that_cannot_be_reached_is_one_sentence_without_its_password(url: str) -> None:
    answer = Terminal(url).run("coverage", "--scheme", "mycode")
    assert (answer.code, answer.err.count("\n")) == (1, 1)
    assert "geheim" not in answer.err
