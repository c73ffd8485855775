"""What stands around every page: language, and what is said when something fails."""

import logging

import pytest
from streamlit.error_util import handle_user_script_exception

from outreach.pages import overview
from outreach.services.who import NotAllowed
from outreach.web.failures import keep_values_out_of_the_log, record
from tests.pages.conftest import Visit, markup, shown
from tests.pages.opening import open_page, run, turn_to
from tests.support.builders import MANAGER, PUBLIC
from tests.support.databases import Databases


def test_english_is_a_whole_language(visit: Visit, demonstration: str) -> None:
    page = visit(demonstration, scheme="mycode", as_of="110-10-26", lang="en", list="excluded", of="police")
    words = shown(page)
    assert "TaipeiPASS myCode+ · Shops and city venues · As of 26 October 2021" in words
    assert "Completion rate 89.79 %" in words
    assert "Demonstration: venues and statuses are invented" in words
    assert [picker.label for picker in page.selectbox] == ["Scheme", "District"]
    assert "Da'an" in " ".join(page.selectbox(key="bar_district").options)


def test_english_counts_one_venue_and_several(visit: Visit, demonstration: str) -> None:
    asked = {"scheme": "mycode", "as_of": "110-10-26", "lang": "en", "of": "police"}
    assert "1 venue " in shown(visit(demonstration, **asked, list="closed"))
    assert "3 venues " in shown(visit(demonstration, **asked, list="office_only"))


def test_the_language_switch_leads_to_the_same_question(visit: Visit, demonstration: str) -> None:
    page = markup(visit(demonstration, scheme="mycode", as_of="110-10-26"))
    assert 'href="?scheme=mycode&amp;as_of=110-10-26&amp;lang=en"' in page


def test_a_language_nobody_speaks_here_is_chinese(visit: Visit, demonstration: str) -> None:
    assert "總覽" in shown(visit(demonstration, lang="<x>"))


def test_the_way_back_past_the_language_switch_is_chinese_again_and_leads_no_further_forward(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    page = open_page(monkeypatch, demonstration, "site_map", who=PUBLIC)
    page.query_params["lang"] = "en"
    assert "Site map" in shown(run(page))
    del page.query_params["lang"]
    assert "網站導覽" in shown(run(page))
    assert "lang" not in page.query_params


def test_english_goes_along_to_another_page_and_stays_on_the_way_back_through_its_bare_address(
    monkeypatch: pytest.MonkeyPatch, demonstration: str
) -> None:
    page = open_page(monkeypatch, demonstration, "site_map", who=PUBLIC, lang="en")
    del page.query_params["lang"]
    assert "Privacy" in shown(turn_to(page, "privacy_notice"))
    assert page.query_params["lang"] == "en"
    del page.query_params["lang"]
    assert "Privacy" in shown(run(page))
    assert "lang" not in page.query_params


def test_a_refusal_in_english_is_english(visit: Visit, demonstration: str) -> None:
    words = shown(visit(demonstration, lang="en", as_of="110/02/30"))
    assert "“110/02/30” is not a valid date; use 110/02/28 or 2021-02-28." in words


def test_a_database_that_is_not_set_up_says_which_command_sets_it_up(
    visit: Visit, sqlite_databases: Databases
) -> None:
    words = shown(visit(sqlite_databases.empty()))
    assert "請先執行 python -m outreach setup" in words


def test_an_unexpected_error_gives_a_number_and_nothing_internal(
    visit: Visit, demonstration: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    somebody = "王小明 0912-345-678"

    def break_down() -> None:
        raise ValueError(somebody)

    monkeypatch.setattr(overview, "show", break_down)
    with caplog.at_level(logging.ERROR, logger="outreach.failures"):
        words = shown(visit(demonstration))
    number = words.partition("請將編號 ")[2].partition(" ")[0]
    assert len(number) == 8
    assert number in caplog.text
    assert "break_down" in caplog.text
    assert "王小明" not in caplog.text
    assert "王小明" not in words
    assert "ValueError" not in words


def test_a_refused_page_says_why_and_offers_one_step(
    visit: Visit, demonstration: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        raise NotAllowed(name="李承辦", what="查看全市統計")

    monkeypatch.setattr(overview, "show", refuse)
    words = shown(visit(demonstration))
    assert "「李承辦」的身分不能查看全市統計" in words
    assert "重新開啟這一頁" in words


def test_the_log_names_the_first_cause_and_every_frame_but_no_value() -> None:
    phone, name = "0912-345-678", "王小明"
    try:
        try:
            raise KeyError(phone)
        except KeyError as cause:
            raise RuntimeError(name) from cause
    except RuntimeError as failure:
        caught = failure
    handler = _Kept()
    logging.getLogger("outreach.failures").addHandler(handler)
    try:
        number = record(caught)
    finally:
        logging.getLogger("outreach.failures").removeHandler(handler)
    text = handler.text
    assert number in text
    assert text.index("builtins.KeyError") < text.index("builtins.RuntimeError")
    assert phone not in text
    assert name not in text


class _Kept(logging.Handler):
    text = ""

    def emit(self, entry: logging.LogRecord) -> None:
        self.text += entry.getMessage()


def test_it_says_so_to_whoever_asks_without_a_session(
    monkeypatch: pytest.MonkeyPatch, sqlite_databases: Databases
) -> None:
    page = open_page(monkeypatch, sqlite_databases.empty(), "overview", who=None)
    assert "請先執行 python -m outreach setup" in shown(page)


def test_a_visitor_without_a_session_reads_districts_and_is_shown_the_way_in(
    visit: Visit, demonstration: str
) -> None:
    page = visit(demonstration, who=PUBLIC, scheme="mycode", as_of="110-10-26")
    words = shown(page)
    assert "各行政區" in words
    assert "機關與店家明細須登入後查看。" in words
    assert "產業局" not in words
    assert "list=" not in markup(page)
    assert 'href="sign-in?next=%3Fscheme%3Dmycode' in markup(page)


def test_who_is_signed_in_stands_at_the_top_of_every_page(visit: Visit, demonstration: str) -> None:
    assert 'href="sign-in"' in markup(visit(demonstration, who=MANAGER))
    assert MANAGER.name in shown(visit(demonstration, who=MANAGER))


def test_what_fails_in_a_callback_is_logged_without_its_values_too(caplog: pytest.LogCaptureFixture) -> None:
    keep_values_out_of_the_log()
    keep_values_out_of_the_log()
    somebody = "王小明 0912-345-678"
    shown_to_readers: list[Exception] = []

    def handler(failure: Exception) -> bool:
        shown_to_readers.append(failure)
        return True

    with caplog.at_level(logging.ERROR, logger="streamlit.error_util"):
        handle_user_script_exception(ValueError(somebody), handler)
    assert len(shown_to_readers) == 1
    assert somebody not in caplog.text
