"""Applying is all or nothing, exactly what was previewed, and can be taken back."""

import os
import signal
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from outreach.services.imports.model import Outcome, PlanOutdated
from outreach.services.imports.outcome import outcome_file
from outreach.services.imports.reading import read_file
from outreach.services.undo import LaterChangesBuildOnIt, undo
from outreach.sheets.reading import read_workbook
from tests.services.imports.office import Office, outcomes
from tests.support.builders import ADMINISTRATOR, Clerk, set_up_url
from tests.support.databases import Databases
from tests.support.shared import ROOT

HEAD = "店家名稱,地址,參與狀態\n"
LIST = HEAD + "甲店,中山區青禾路1號,已加入\n乙店,中山區青禾路2號,\n"


def test_a_preview_writes_nothing(office: Office) -> None:
    before = office.seq()
    office.plan(LIST)
    assert office.seq() == before
    assert office.tally().population == 0


def test_what_happened_since_the_preview_is_not_overwritten(office: Office, clerk: Clerk) -> None:
    planned = office.plan(LIST)
    office.hand_in(HEAD + "甲店,中山區青禾路1號,無意願\n")
    with pytest.raises(PlanOutdated):
        office.apply(planned)
    assert office.tally().population == 1


def test_what_somebody_recorded_elsewhere_meanwhile_does_no_harm(office: Office) -> None:
    planned = office.plan(LIST)
    office.hand_in(HEAD + "遠方的店,北投區青禾路9號,\n")
    assert office.apply(planned).change_id is not None
    assert office.tally().population == 3


def test_an_import_applied_twice_by_a_double_click_is_recorded_once(office: Office) -> None:
    planned = office.plan(LIST)
    office.apply(planned)
    with pytest.raises(PlanOutdated):
        office.apply(planned)
    assert office.tally().population == 2


def test_an_import_can_be_undone_and_handed_in_again(office: Office, clerk: Clerk) -> None:
    applied = office.apply(office.plan(LIST))
    assert applied.change_id is not None
    undo(clerk.city, ADMINISTRATOR, applied.change_id, now=clerk.tick())
    assert office.tally().population == 0
    again = office.hand_in(LIST)
    assert outcomes(again) == [Outcome.CHANGED, Outcome.CHANGED]
    assert office.tally().population == 2


def test_undoing_an_import_puts_replaced_descriptions_back(office: Office, clerk: Clerk) -> None:
    office.hand_in("店家名稱,適用券別\n甲店,住宿\n")
    applied = office.apply(office.plan("店家編號,店家名稱,適用券別\n1,甲店（本館）,住宿、藝文\n"))
    assert office.history().venue.name == "甲店（本館）"
    assert applied.change_id is not None
    undo(clerk.city, ADMINISTRATOR, applied.change_id, now=clerk.tick())
    assert (office.history().venue.name, office.history().venue.voucher_kinds) == ("甲店", "住宿")


def test_an_import_on_which_later_changes_build_cannot_be_undone_before_them(
    office: Office, clerk: Clerk
) -> None:
    first = office.apply(office.plan(LIST)).change_id
    later = office.apply(office.plan(HEAD + "甲店,中山區青禾路1號,退出\n")).change_id
    assert first is not None
    with pytest.raises(LaterChangesBuildOnIt, match=f"異動 {later}"):
        undo(clerk.city, ADMINISTRATOR, first, now=clerk.tick())


def test_contact_details_stay_out_of_the_change_and_its_summary(office: Office) -> None:
    office.hand_in("店家名稱,聯絡人,電話\n甲店,林小美,02-0000-1234\n")
    history = office.history()
    assert "林小美" not in repr(history)
    assert "0000-1234" not in repr(history)


def test_the_outcome_file_names_each_rows_result_and_is_importable_after_mending(office: Office) -> None:
    read, _, plan = office.plan("名冊\n\n" + HEAD + "甲店,中山區青禾路1號,不明\n乙店,中山區青禾路2號,\n")
    rows = read_workbook(outcome_file(read, plan), "結果.csv").rows
    assert [row[-2] for row in rows[3:]] == ["錯誤", "新增"]
    assert "未聯繫" in rows[3][-1]
    mended = outcome_file(read, plan).decode("utf-8-sig").replace("不明", "已加入", 1)
    assert outcomes(office.plan(mended)[2])[0] is Outcome.NEW


@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".csv"])
def test_the_outcome_file_is_written_in_the_format_asked_for(office: Office, suffix: str) -> None:
    read, options, plan = office.plan(LIST)
    again = read_file(outcome_file(read, plan, suffix), f"結果{suffix}", options)
    assert again.sheet.format == suffix[1:]
    assert len(again.rows) == 2


_IMPORT_SLOWLY = """
import sys, time
from pathlib import Path
from outreach.cli.main import main
from outreach.store import posting
original = posting.Change.facts
def slow(self, new):
    original(self, new)
    Path(sys.argv[2]).touch()
    time.sleep(60)
posting.Change.facts = slow
main(["import", sys.argv[1], "--scheme", "mycode", "--agency", "COM", "--effective", "2021-10-14"])
"""


def test_a_process_killed_in_the_middle_of_an_import_leaves_the_old_figures(
    databases: Databases, tmp_path: Path
) -> None:
    url = set_up_url(databases)
    office = Office(Clerk.of(url))
    office.hand_in(HEAD + "舊店,中山區青禾路9號,已加入\n")
    before = office.seq(), office.tally(), office.by_everything()
    file, posted = tmp_path / "list.csv", tmp_path / "posted"
    file.write_text(HEAD + "".join(f"店{n},中山區青禾路{n}號,已加入\n" for n in range(500)), encoding="utf-8")
    child = subprocess.Popen(
        [sys.executable, "-c", _IMPORT_SLOWLY, str(file), str(posted)],
        env={**os.environ, "OUTREACH_DATABASE_URL": url},
        cwd=ROOT,
    )
    try:
        deadline = time.monotonic() + 60
        while not posted.exists() and time.monotonic() < deadline and child.poll() is None:
            time.sleep(0.05)
        assert posted.exists(), "the import never reached its facts"
    finally:
        child.send_signal(signal.SIGKILL)
        child.wait()
    fresh = Office(Clerk.of(url))
    assert (fresh.seq(), fresh.tally(), fresh.by_everything()) == before
    assert outcomes(fresh.hand_in(HEAD + "新店,中山區青禾路7號,\n")) == [Outcome.NEW]
    assert fresh.tally(date(2021, 10, 14)).population == 2
