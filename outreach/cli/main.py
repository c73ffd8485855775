"""The commands and their arguments.

argparse rather than a dependency: it reads `--where A=B C=D` as well as `--where A=B --where C=D`, and
`python -m outreach` starts without loading anything else.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from typing import NoReturn

from outreach.cli.digest_arguments import add_digest_arguments
from outreach.cli.session import Session
from outreach.cli.tracked_arguments import add_tracked_arguments
from outreach.cli.user_arguments import add_user_arguments
from outreach.rules.refusals import Refusal
from outreach.rules.vocabulary import Standing

REFUSED, USAGE = 1, 2
_BY = ("agency", "district", "village", "sector", "category")


class _Parser(argparse.ArgumentParser):
    """Says wrong usage in one sentence and exits with 2."""

    def error(self, message: str) -> NoReturn:
        sys.stderr.write(f"{self.prog}：用法有誤（{message}）；請見 {self.prog} --help。\n")
        raise SystemExit(USAGE)


def parser() -> argparse.ArgumentParser:
    """Every command with its arguments."""
    # --as stands before or after the command; the second parser must not reset what the first one read.
    acting = _Parser(add_help=False)
    acting.add_argument("--as", dest="name", metavar="NAME", default=argparse.SUPPRESS, help="記錄為此人所為")
    parser = _Parser(prog="python -m outreach", description=__doc__.splitlines()[0], parents=[acting])
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND", parser_class=_Parser)

    def command(name: str, help_: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=help_, description=help_, parents=[acting])

    one = command("setup", "建立或升級資料庫")
    one.add_argument("--demo", action="store_true", help="放入示範城市")
    one = command("agencies", "新增或更新機關（代碼,名稱,簡稱,上級代碼）")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--effective", metavar="DATE")
    _add_import(command("import", "匯入店家清單"))
    one = command("export", "匯出店家清單，改好後可再匯入（xlsx、ods、csv，依檔名）")
    one.add_argument("--scheme", required=True, metavar="CODE")
    one.add_argument("--agency", metavar="CODE")
    one.add_argument("--output", required=True, metavar="FILE")
    one = _questions(command("coverage", "完成率"), ("table", "csv", "json"))
    one.add_argument("--as-of", metavar="DATE")
    one.add_argument("--by", choices=_BY)
    one.add_argument("--roll-up", action="store_true", help="併計所屬機關")
    one = _questions(command("venues", "數字背後的店家"), ("csv", "json"))
    one.add_argument("--as-of", metavar="DATE")
    one.add_argument("--standing", choices=[s.value for s in Standing])
    one = _questions(command("trend", "逐日完成率"), ("csv", "json"))
    _range(one)
    one.add_argument("--by", choices=_BY)
    one = _questions(command("bridge", "增減原因"), ("table", "csv", "json"))
    _range(one)
    one.add_argument("--by", choices=("agency", "district"))
    _add_orders(command)
    command("undo", "復原一筆異動").add_argument("change", metavar="CHANGE", type=int)
    _add_meeting(command("meeting", "會議：開立、凍結、查看版次、產製會議資料"), acting)
    one = command("doorplates", "載入門牌，供地址定位")
    one.add_argument("source", metavar="FILE|FOLDER|tar.xz")
    one = command("locate", "地址定位：一行一址的檔案，或有「地址」欄的試算表")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--format", choices=("csv", "json"), default="csv")
    add_tracked_arguments(command("tracked", "列管事項：查看、新增、登錄會議結論"), acting)
    add_user_arguments(command("users", "帳號、角色與職務代理"), acting)
    _add_keeping(command, acting)
    return parser


def _add_keeping(command: Callable[[str, str], argparse.ArgumentParser], acting: _Parser) -> None:
    """What is run by whoever looks after the program, often by a timer."""
    add_digest_arguments(command("digest", "每週摘要：產生、寄送、信箱、歷次紀錄"), acting)
    one = command("licence", "開放資料的授權條款；不加名稱時顯示")
    one.add_argument("terms", metavar="NAME", nargs="?", default="")
    one.add_argument("--url", metavar="URL", default="")
    _add_tiles(command("tiles", "地圖的底圖；不加網址時顯示"))
    command("erase-expired", "刪除超過保存期限的聯絡人、電話與聯絡紀錄文字")
    command("check", "以資料庫檢核所有規則")
    for name, help_ in (("backup", "備份至檔案"), ("restore", "自備份還原至空的資料庫")):
        command(name, help_).add_argument("file", metavar="FILE")


def _add_tiles(one: argparse.ArgumentParser) -> None:
    what = one.add_mutually_exclusive_group()
    what.add_argument("url", metavar="URL", nargs="?", help="含 {z}、{x}、{y} 的網址")
    what.add_argument("--none", action="store_true", help="不用底圖")
    one.add_argument("--attribution", metavar="TEXT", default="", help="資料來源，顯示在地圖右下角")
    one.add_argument("--max-zoom", metavar="N", default="18", help="圖磚最大的縮放層級")


def _questions(one: argparse.ArgumentParser, formats: Sequence[str]) -> argparse.ArgumentParser:
    """Arguments shared by the commands that answer questions."""
    one.add_argument("--scheme", required=True, metavar="CODE")
    one.add_argument("--known-at", metavar="SEQ|TIMESTAMP")
    one.add_argument("--where", metavar="FIELD=CODE", nargs="+", action="extend", default=[])
    one.add_argument("--format", choices=formats, default=formats[0])
    return one


def _range(one: argparse.ArgumentParser) -> None:
    one.add_argument("--from", dest="from_", required=True, metavar="DATE")
    one.add_argument("--to", required=True, metavar="DATE")


def _add_orders(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    one = command("order", "公告停業或復業")
    one.add_argument("sector", metavar="SECTOR")
    one.add_argument("--suspended-from", required=True, metavar="DATE")
    one.add_argument("--reopened-on", metavar="DATE")
    one.add_argument("--by-application", action="store_true")
    one.add_argument("--document", required=True, metavar="TEXT")
    one.add_argument("--dry-run", action="store_true", help="只預覽對各機關的影響，不寫入")
    one.add_argument("--format", choices=("table", "json"), default="table")
    one = command("what-if", "試算：行業自某日起開放時各機關的完成率，不寫入")
    one.add_argument("sectors", metavar="SECTOR", nargs="+")
    one.add_argument("--on", metavar="DATE", help="預設為明天")
    one.add_argument("--format", choices=("table", "json"), default="table")


def _add_meeting(one: argparse.ArgumentParser, acting: _Parser) -> None:
    actions = one.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=_Parser)

    def action(name: str, help_: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=help_, description=help_, parents=[acting])
        made.add_argument("number", metavar="NUMBER", type=int)
        return made

    one = action("open", "開立會議")
    one.add_argument("--date", required=True, metavar="DATE")
    one.add_argument("--item", required=True, metavar="SCHEME[:KIND][@DATE]", nargs="+", action="extend")
    one.add_argument("--as-of", metavar="DATE", help="未另寫 @日期 的項目的統計截止日")
    one = action("freeze", "凍結現有數字為一版；再凍結須有更正說明")
    one.add_argument("--note", metavar="TEXT", default="")
    one.add_argument("--round", metavar="ROUND", type=int, help="附上此次填報的未填報機關")
    one = action("then", "當時與現在：凍結的數字與以今日所知重算者，逐筆列出更正")
    one.add_argument("--edition", metavar="N", type=int)
    one.add_argument("--format", choices=("table", "json"), default="table")
    one = action("enter", "登錄紙本會議的數字（方案,性質,統計截止日,機關,提報,毋須納入各原因,母數,已完成）")
    one.add_argument("file", metavar="FILE")
    one.add_argument("--date", required=True, metavar="DATE")
    one.add_argument("--name", metavar="TEXT", default="")
    one.add_argument("--note", metavar="TEXT", default="")
    one = actions.add_parser("list", help="列出會議", description="列出會議", parents=[acting])
    one.add_argument("--format", choices=("table", "json"), default="table")
    one = action("show", "查看版次，未指定時為最新一版")
    one.add_argument("--edition", metavar="N", type=int)
    one.add_argument("--format", choices=("table", "json"), default="table")
    one = action("report", "產製會議資料，未指定版次時為最新一版；數字讀回核對後才寫出")
    one.add_argument("--format", choices=("odt", "ods", "pdf", "xlsx"), help="未指定時依檔名")
    one.add_argument("--output", required=True, metavar="FILE")
    one.add_argument("--edition", metavar="N", type=int)


def _add_import(one: argparse.ArgumentParser) -> None:
    one.add_argument("file", metavar="FILE")
    one.add_argument("--scheme", required=True, metavar="CODE")
    one.add_argument("--agency", metavar="CODE")
    one.add_argument("--effective", metavar="DATE")
    one.add_argument("--sheet", metavar="NAME")
    one.add_argument("--map", metavar="FIELD=HEADING", nargs="+", action="extend", default=[])
    one.add_argument("--complete", action="store_true", help="清單未列的既有店家自生效日移出")
    one.add_argument("--dry-run", action="store_true", help="只預覽，不寫入")
    one.add_argument("--outcome", metavar="FILE", help="將逐列結果寫入檔案")
    one.add_argument("--format", choices=("table", "json"), default="table")


def _run(session: Session, given: argparse.Namespace) -> None:
    # Each command's module is loaded when it is asked for: `coverage` needs no spreadsheet libraries.
    if given.command in ("coverage", "venues", "trend", "bridge"):
        from outreach.cli import figures

        getattr(figures, f"run_{given.command}")(session, given)
    elif given.command == "import":
        from outreach.cli.importing import run_import

        run_import(session, given)
    elif given.command == "export":
        from outreach.cli.exporting import run_export

        run_export(session, given)
    elif given.command in ("doorplates", "locate"):
        from outreach.cli import places

        getattr(places, f"run_{given.command}")(session, given)
    elif given.command in ("order", "what-if"):
        from outreach.cli import ordering

        getattr(ordering, f"run_{given.command.replace('-', '_')}")(session, given)
    elif given.command == "users":
        from outreach.cli.users import run_users

        run_users(session, given)
    elif given.command == "meeting":
        from outreach.cli.meetings import run_meeting

        run_meeting(session, given)
    elif given.command == "tracked":
        from outreach.cli.tracked import run_tracked

        run_tracked(session, given)
    elif given.command == "digest":
        from outreach.cli.digest import run_digest

        run_digest(session, given)
    elif given.command in ("licence", "tiles"):
        from outreach.cli import licence, tiles

        (licence.run_licence if given.command == "licence" else tiles.run_tiles)(session, given)
    elif given.command in ("check", "backup", "restore", "erase-expired"):
        from outreach.cli import keeping

        getattr(keeping, f"run_{given.command.replace('-', '_')}")(session, given)
    else:
        from outreach.cli import data

        getattr(data, f"run_{given.command}")(session, given)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 on success, 2 on wrong usage, 1 on refusal with one sentence on standard error."""
    given = parser().parse_args(arguments)
    try:
        _run(Session.begin(getattr(given, "name", None)), given)
    except Refusal as refusal:
        sys.stderr.write(f"{refusal}\n")
        return REFUSED
    except FileNotFoundError as missing:
        sys.stderr.write(f"找不到檔案『{missing.filename}』；請確認路徑，例如 ./list.xlsx。\n")
        return REFUSED
    except BrokenPipeError:
        # The reader (head, less) has seen enough.
        sys.stderr.close()
    return 0
