"""匯入: what is shown before anything is written, applied exactly once, and refused in sentences."""

import threading
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from outreach.pages import frame
from outreach.pages.importing.applying import Applying
from outreach.pages.importing.work import DOING, applying
from outreach.pages.words import translated
from outreach.rules.rate import Tally
from outreach.rules.vocabulary import Facet, Participation
from outreach.services.changes import latest_imports
from outreach.services.city import today
from outreach.services.coverage import coverage
from outreach.services.imports.apply import Applied, apply_plan
from outreach.services.imports.outcome import OUTCOME_WORDS
from outreach.services.setup import Progress
from outreach.services.undo import undo
from outreach.sheets.fields import FIELDS
from outreach.sheets.reading import read_workbook
from tests.pages.conftest import markup, shown
from tests.pages.opening import open_page, run, turn_to
from tests.sheets.builders import xlsx
from tests.support.builders import ADMINISTRATOR, COMMERCE, MYCODE, SmallCity
from tests.support.shared import shared_data

DAY = "2021-10-20"
Small = tuple[str, SmallCity]
Visit = Callable[..., AppTest]
LIST = (
    "店家名稱,行政區,里,地址,參與狀態,營業狀態,備註,電話\n"
    "新開的店,大安區,龍門里,臺北市大安區示範路3號,已加入,,,0912345678\n"
    "甜甜圈坊,北投區,中央里,臺北市北投區中央里示範路1號,已加入,,,\n"
    "甜圈坊,中山區,中央里,臺北市中山區中央里示範路1號,,,,\n"
    "停業的店,大安區,,臺北市大安區示範路4號,,停業,,\n"
    "新開的店,大安區,龍門里,臺北市大安區示範路3號,已聯繫,,,\n"
    "甜圈坊,中山區,,,,,,\n"
)


@pytest.fixture
def importing(monkeypatch: pytest.MonkeyPatch) -> Visit:
    """`importing(url, scheme="mycode")` opens the page with an address's parameters."""
    return lambda url, **parameters: open_page(monkeypatch, url, "importing", **parameters)


def give(page: AppTest, content: str | bytes, name: str = "清單.csv") -> AppTest:
    """Hand in a file."""
    data = content.encode() if isinstance(content, str) else content
    page.file_uploader[0].set_value((name, data, "application/octet-stream"))
    return run(page)


def press(page: AppTest, key: str) -> AppTest:
    page.button(key=key).click()
    return run(page)


def has(page: AppTest, key: str) -> bool:
    return any(button.key == key for button in page.button)


def pick(page: AppTest, key: str, value: str) -> AppTest:
    page.selectbox(key=key).set_value(value)
    return run(page)


def mine(**more: str) -> dict[str, str]:
    return {"scheme": MYCODE, "agency": COMMERCE, "effective": DAY, **more}


def tally(city: SmallCity) -> Tally:
    return coverage(city.city, ADMINISTRATOR, MYCODE, date.fromisoformat(DAY)).total


# --- before anything is written ------------------------------------------------------------------------


def test_without_a_file_the_page_asks_for_one_and_names_the_limits(importing: Visit, small: Small) -> None:
    words = shown(importing(small[0]))
    assert "可用 xlsx、xls、ods、csv，50 MB、100,000 列、200 欄以內" in words
    assert "最近的匯入" in words


def test_the_six_counts_are_all_the_rows_of_the_file(importing: Visit, small: Small) -> None:
    words = shown(give(importing(small[0], **mine()), LIST))
    assert "新增 1 異動 1 未變 1 疑似重複 1 衝突 1 錯誤 1" in words
    assert "1 ＋ 1 ＋ 1 ＋ 1 ＋ 1 ＋ 1 ＝ 6 列，檔案的每一列都在其中" in words


def test_a_preview_writes_nothing(importing: Visit, small: Small) -> None:
    url, city = small
    before = city.city.figures.columns().seq, len(latest_imports(city.city, ADMINISTRATOR))
    give(importing(url, **mine()), LIST)
    assert (city.city.figures.columns().seq, len(latest_imports(city.city, ADMINISTRATOR))) == before


def test_every_row_says_what_it_would_record_and_problems_stand_first(importing: Visit, small: Small) -> None:
    words = shown(give(importing(small[0], **mine()), LIST)).partition("逐列結果 列")[2]
    assert "『停業』須在備註說明原因" in words
    assert "與第 2 列是同一店家，但內容不同" in words
    assert "參與狀態：已張貼" in words
    order = [
        "停業的店 錯誤",
        "新開的店 衝突",
        "甜圈坊 疑似重複",
        "甜甜圈坊 異動",
        "新開的店 新增",
        "甜圈坊 未變",
    ]
    assert [words.index(row) for row in order] == sorted(words.index(row) for row in order)


def test_a_count_narrows_the_rows_to_its_own(importing: Visit, small: Small) -> None:
    page = give(importing(small[0], **mine(result="error")), LIST)
    words = shown(page).partition("逐列結果 看全部")[2]
    assert "停業的店" in words
    assert "甜甜圈坊" not in words


def test_the_figures_before_and_after_stand_in_the_preview(importing: Visit, small: Small) -> None:
    words = shown(give(importing(small[0], **mine()), LIST))
    assert (
        "全市 提報 4 → 5 ＋1 已完成 2 → 4 ＋2 未完成 2 → 1 －1 毋須納入 0 完成率 50.00 % → 80.00 %" in words
    )
    assert (
        "商業處 提報 3 → 4 ＋1 已完成 2 → 4 ＋2 未完成 1 → 0 －1 毋須納入 0 完成率 66.66 % → 100.00 %"
        in words
    )


def test_a_full_list_shows_first_whom_it_would_take_off(importing: Visit, small: Small) -> None:
    words = shown(give(importing(small[0], **mine(complete="1")), LIST))
    assert "清單未列而移出 1 家" in words
    assert "好唱歌城" in words
    assert words.index("好唱歌城") < words.index("逐列結果")


def test_without_an_agency_a_full_list_cannot_be_meant(importing: Visit, small: Small) -> None:
    page = importing(small[0], scheme=MYCODE, complete="1")
    assert page.checkbox(key="import_complete").disabled
    assert "清單未列而移出" not in shown(give(page, LIST))


def test_new_trades_are_told_before_they_are_added(importing: Visit, small: Small) -> None:
    words = shown(give(importing(small[0], **mine()), "店家名稱,地址,行業\n新店,大安區新路1號,桌遊店\n"))
    assert "將新增 1 個行業：桌遊店" in words


def test_a_name_that_is_a_tag_and_a_formula_are_shown_as_text(importing: Visit, small: Small) -> None:
    rows = "店家名稱,地址\n<script>alert(1)</script>,大安區新路1號\n=1+1,大安區新路2號\n"
    page = give(importing(small[0], **mine()), rows, "<b>清單</b>.csv")
    assert "<script>" not in markup(page)
    assert "<b>清單" not in markup(page)
    assert "<script>alert(1)</script>" in shown(page)
    assert "=1+1" in shown(page)


def test_a_phone_number_is_neither_in_the_address_nor_on_the_page(importing: Visit, small: Small) -> None:
    page = press(give(importing(small[0], **mine()), LIST), "import_apply")
    assert "0912345678" not in markup(page)
    assert "0912345678" not in str(page.query_params)


# --- what was read -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8（有 BOM）"), ("cp950", "Big5（cp950）")]
)
def test_the_encoding_that_was_found_is_told_with_some_names(
    importing: Visit, small: Small, encoding: str, told: str
) -> None:
    words = shown(give(importing(small[0], **mine()), LIST.encode(encoding)))
    assert f"編碼 {told}" in words
    assert "店家名稱如： 新開的店、甜甜圈坊、甜圈坊、停業的店" in words


def test_headings_below_a_banner_are_found_and_told(importing: Visit, small: Small) -> None:
    rows = [["店家清冊"], ["110年10月"], [], ["編號", "商店名稱", "營業地址"], ["1", "新店", "大安區新路1號"]]
    words = shown(give(importing(small[0], **mine()), xlsx({"清冊": rows}), "清冊.xlsx"))
    assert "Excel 活頁簿（xlsx）" in words
    assert "標題在第 4 列 · 資料 1 列" in words
    assert "店家名稱 ← 商店名稱 近似 地址 ← 營業地址 近似" in words
    assert "未讀取 1 欄： 編號" in words


def test_another_sheet_can_be_picked(importing: Visit, small: Small) -> None:
    book = xlsx({"說明": [["看下一頁"]], "清冊": [["店家名稱"], ["新店"]]})
    page = give(importing(small[0], **mine()), book, "清冊.xlsx")
    assert "找不到店家名稱的標題，讀到：看下一頁" in shown(page)
    assert not has(page, "import_apply")
    page = pick(page, "import_pick_sheet", "清冊")
    assert "新增 1" in shown(page)


def test_a_heading_that_nobody_knows_can_be_given_its_field(importing: Visit, small: Small) -> None:
    page = give(importing(small[0], **mine()), "特約商號,地址\n新店,大安區新路1號\n")
    assert "找不到店家名稱的標題" in shown(page)
    page = pick(page, "import_field_name", "特約商號")
    assert "店家名稱 ← 特約商號 指定" in shown(page)
    assert "新增 1" in shown(page)


def test_a_column_can_be_left_unread(importing: Visit, small: Small) -> None:
    page = pick(give(importing(small[0], **mine()), LIST), "import_field_operating", "")
    assert "錯誤 0" in shown(page)
    assert "未讀取 1 欄： 營業狀態" in shown(page)


def test_a_heading_given_to_another_field_moves_over(importing: Visit, small: Small) -> None:
    page = give(importing(small[0], **mine()), "店家名稱,甲,乙\n新店,說明,別的\n")
    page = pick(page, "import_field_remark", "甲")
    page = pick(page, "import_field_sector", "甲")
    assert page.selectbox(key="import_field_remark").value != "甲"
    assert "行業 ← 甲 指定" in shown(page)


# --- files that are none -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("空.csv", b"", "『空.csv』是空白檔案"),
        ("圖.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(100), "是PNG 圖片，不是試算表"),
        ("壞.xlsx", b"PK\x03\x04" + bytes(200), "『壞.xlsx』"),
        ("信.csv", b"%PDF-1.7 ...", "是PDF 文件，不是試算表"),
        ("引號.csv", '店家名稱\n"沒有結尾\n'.encode(), "引號沒有結尾"),
        ("無標題.csv", "一,二\n三,四\n".encode(), "找不到店家名稱的標題"),
        ("多.csv", ("店家名稱\n" + "店\n" * 100_001).encode(), "超過 100,000 列"),
        ("兩欄.csv", "店名,商店名稱\n甲,乙\n".encode(), "「店名」和「商店名稱」都是店家名稱"),
    ],
)
def test_a_bad_file_is_refused_in_one_sentence_and_another_can_be_given(
    importing: Visit, small: Small, name: str, data: bytes, told: str
) -> None:
    page = give(importing(small[0], **mine()), data, name)
    assert told in shown(page)
    assert not has(page, "import_apply")
    next(b for b in page.button if b.label == "換一個檔案").click()
    assert "新增 1" in shown(give(run(page), LIST))


def test_a_file_of_headings_alone_is_refused_in_one_sentence(importing: Visit, small: Small) -> None:
    page = give(importing(small[0], **mine()), "店家名稱,地址\n")
    assert "只有標題，沒有資料列" in shown(page)
    assert not has(page, "import_apply")


@pytest.mark.parametrize(
    ("parameter", "value", "told"),
    [
        ("scheme", "half", "查無方案『half』"),
        ("agency", "瑞芳公所", "查無機關『瑞芳公所』"),
        ("effective", "110/02/30", "讀到『110/02/30』，不是有效日期"),
    ],
)
def test_nonsense_in_the_address_is_told_and_left_out(
    importing: Visit, small: Small, parameter: str, value: str, told: str
) -> None:
    page = importing(small[0], **mine(**{parameter: value}))
    assert told in shown(page)
    assert page.file_uploader


# --- applying ------------------------------------------------------------------------------------------


def test_applying_does_what_the_preview_said_and_says_where_to_look(importing: Visit, small: Small) -> None:
    url, city = small
    page = press(give(importing(url, **mine()), LIST), "import_apply")
    change = latest_imports(city.city, ADMINISTRATOR, 1)[0]
    words = shown(page)
    assert f"已套用：異動 {change.id}" in words
    assert "匯入 清單.csv：新增 1、異動 1、疑似重複 1" in words
    assert page.query_params["change"] == str(change.id)
    assert tally(city) == Tally(4, 1)
    assert f"venues?scheme={MYCODE}&amp;as_of=" in markup(page)


def test_the_same_file_again_changes_nothing(importing: Visit, small: Small) -> None:
    url, city = small
    rows = LIST.replace(",停業,", ",,")
    press(give(importing(url, **mine()), rows), "import_apply")
    before = tally(city)
    page = give(importing(url, **mine()), rows)
    assert "新增 0 異動 0" in shown(page)
    assert "沒有需要寫入的內容" in shown(page)
    assert tally(city) == before


def test_applied_work_stays_applied_whatever_is_clicked_afterwards(importing: Visit, small: Small) -> None:
    url, city = small
    page = press(give(importing(url, **mine()), LIST), "import_apply")
    del page.query_params["change"]  # as the browser's back button does
    run(page)
    assert "已套用" in shown(page)
    assert not has(page, "import_apply")
    assert len([c for c in latest_imports(city.city, ADMINISTRATOR) if c.source]) == 1


def test_a_refreshed_page_tells_what_was_applied(importing: Visit, small: Small) -> None:
    url, city = small
    press(give(importing(url, **mine()), LIST), "import_apply")
    change = latest_imports(city.city, ADMINISTRATOR, 1)[0]
    page = importing(url, **mine(change=str(change.id)))
    assert f"已套用：異動 {change.id}" in shown(page)
    assert "上傳同一個檔案預覽後下載" in shown(page)
    assert press(page, "import_again").file_uploader


@pytest.mark.parametrize("number", ["999", "x"])
def test_a_change_that_was_never_recorded_is_refused(importing: Visit, small: Small, number: str) -> None:
    assert f"查無異動『{number}』" in shown(importing(small[0], change=number))


def test_where_somebody_was_quicker_the_preview_has_to_be_made_again(importing: Visit, small: Small) -> None:
    url, city = small
    page = give(importing(url, **mine()), LIST)
    city.clerk.say(city.contacted, Facet.PARTICIPATION, Participation.JOINED)
    page = press(page, "import_apply")
    assert "預覽之後資料已有異動" in shown(page)
    assert tally(city) == Tally(3, 1)
    page = press(page, "import_replan")
    assert "新增 1 異動 0 未變 2" in shown(page)
    assert "已套用" in shown(press(page, "import_apply"))
    assert tally(city) == Tally(4, 1)


def test_an_import_that_is_done_before_the_first_look_at_it_shows_its_outcome(
    importing: Visit, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = Applying.start

    def at_once(job: Applying) -> None:
        start(job)
        job.wait(10)

    monkeypatch.setattr(Applying, "start", at_once)
    page = give(importing(small[0], **mine()), LIST)
    assert "已套用" in shown(press(page, "import_apply"))


def test_another_choice_makes_another_plan_of_the_same_file(importing: Visit, small: Small) -> None:
    page = give(importing(small[0], **mine()), LIST)
    page = pick(page, "import_scheme", "bear_voucher")
    assert "新增 1 異動 2" in shown(page)
    assert page.query_params["scheme"] == "bear_voucher"
    page = pick(page, "import_agency", "")
    assert "商業處 提報" not in shown(page)


def test_leaving_the_page_and_coming_back_keeps_the_file(importing: Visit, small: Small) -> None:
    page = give(importing(small[0], **mine()), LIST)
    turn_to(page, "venues")
    assert "新增 1 異動 1" in shown(turn_to(page, "importing"))


def test_the_outcome_file_has_a_result_on_every_row_and_can_be_read_again(
    importing: Visit, small: Small
) -> None:
    page = give(importing(small[0], **mine()), LIST)
    work = page.session_state["import_of_work"]
    assert work.outcome_name == "清單-結果.csv"
    sheet = read_workbook(work.outcome(), work.outcome_name)
    assert sheet.rows[0][-2:] == ("結果", "原因")
    assert [row[-2] for row in sheet.rows[1:]] == ["新增", "異動", "未變", "錯誤", "衝突", "疑似重複"]


# --- undoing -------------------------------------------------------------------------------------------


def test_an_import_can_be_undone_where_it_was_applied(importing: Visit, small: Small) -> None:
    url, city = small
    page = press(give(importing(url, **mine()), LIST), "import_apply")
    change = latest_imports(city.city, ADMINISTRATOR, 1)[0]
    page.query_params["undo"] = str(change.id)
    page = press(run(page), "undo_now")
    words = shown(page)
    assert f"已復原異動 {change.id}" in words
    assert f"異動 {change.id} 已由異動" in words
    assert tally(city) == Tally(2, 2)


def test_the_latest_imports_are_listed_with_a_way_back_from_each(importing: Visit, small: Small) -> None:
    url, city = small
    newest = latest_imports(city.city, ADMINISTRATOR, 1)[0]
    page = importing(url)
    assert f"undo={newest.id}" in markup(page)
    done = undo(city.city, ADMINISTRATOR, newest.id, now=city.clerk.tick())
    again = importing(url)
    assert f"undo={newest.id}" not in markup(again)
    assert f"已由異動 {done.change_id} 復原" in shown(again)


# --- an import runs beside the script ------------------------------------------------------------------


def test_however_often_it_is_started_an_import_runs_once() -> None:
    times: list[int] = []
    gate = threading.Event()

    def apply(progress: Progress) -> Applied:
        progress(0.5, DOING[1])
        times.append(1)
        gate.wait(10)
        return Applied(7, {})

    job = Applying("王小明", None, apply)
    for _click in range(3):
        job.start()
    gate.set()
    job.wait(10)
    job.start()
    assert (len(times), job.done, job.applied) == (1, True, Applied(7, {}))
    assert (job.share, job.what) == (0.5, DOING[1])


def test_an_import_that_fails_unexpectedly_says_so_and_is_over() -> None:
    def apply(_progress: Progress) -> Applied:
        raise RuntimeError("disk full")

    job = Applying("王小明", None, apply)
    job.start()
    job.wait(10)
    assert job.done
    assert isinstance(job.failure, RuntimeError)


def test_a_refreshed_page_watches_the_import_that_is_still_running(
    importing: Visit, small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    url, city = small
    gate = threading.Event()
    wait = Applying.wait

    def until_watched(*args: Any, **kwargs: Any) -> Applied:
        assert gate.wait(60)
        return apply_plan(*args, **kwargs)

    def watched(job: Applying, seconds: float) -> None:
        gate.set()
        wait(job, seconds)

    monkeypatch.setattr("outreach.pages.importing.work.apply_plan", until_watched)
    monkeypatch.setattr(Applying, "wait", watched)
    first = give(importing(url, **mine()), LIST)
    work = first.session_state["import_of_work"]
    job = applying(city.city, frame.who(), work, today())
    job.start()
    assert "已套用" in shown(importing(url, **mine()))
    assert gate.is_set()
    assert tally(city) == Tally(4, 1)


# --- words and real files ------------------------------------------------------------------------------


def test_every_word_that_services_and_sheets_lend_to_the_page_has_its_english() -> None:
    lent = [field.heading for field in FIELDS] + [*OUTCOME_WORDS.values()] + [*DOING]
    assert [word for word in lent if translated(word, "en") == word] == []


def test_the_page_speaks_english_when_asked(importing: Visit, small: Small) -> None:
    words = shown(give(importing(small[0], **mine(lang="en")), LIST))
    assert "6 rows; every row of the file is among them" in words
    assert "New 1 Changed 1 Unchanged 1 Likely duplicate 1 Conflict 1 Error 1" in words


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bakeries_big5.csv", "編碼 Big5（cp950）"),
        ("food_courts_utf8bom.csv", "編碼 UTF-8（有 BOM）"),
        ("datong_district.ods", "開放文件試算表（ods）"),
    ],
)
def test_a_real_list_is_accounted_for_to_the_last_row(
    importing: Visit, small: Small, name: str, told: str
) -> None:
    path: Path = shared_data(name)
    page = give(importing(small[0], **mine(scheme="bear_voucher")), path.read_bytes(), name)
    assert told in shown(page)
    plan = page.session_state["import_of_work"].plan
    assert sum(plan.counts().values()) == len(plan.rows) > 0
    assert "已套用" in shown(press(page, "import_apply"))
