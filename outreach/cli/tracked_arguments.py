"""The arguments of `tracked`."""

from __future__ import annotations

import argparse

from outreach.rules.tracking import Decision


def add_tracked_arguments(one: argparse.ArgumentParser, acting: argparse.ArgumentParser) -> None:
    """Add `list`, `open` and `decide`, each of a meeting's number."""
    actions = one.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=type(one))

    def action(name: str, help_: str) -> argparse.ArgumentParser:
        made = actions.add_parser(name, help=help_, description=help_, parents=[acting])
        made.add_argument("number", metavar="NUMBER", type=int)
        return made

    made = action("list", "某次會議的列管事項：建議、結論與依據的數字")
    made.add_argument("--edition", metavar="N", type=int)
    made.add_argument("--format", choices=("table", "csv", "json"), default="table")
    made = action("open", "新增某次會議的結論為列管事項")
    made.add_argument("--conclusion", required=True, metavar="TEXT")
    made.add_argument("--lead", required=True, metavar="CODE", nargs="+", action="extend")
    made.add_argument("--assisting", metavar="CODE", nargs="+", action="extend", default=[])
    made.add_argument("--sequence", metavar="N", type=int)
    made.add_argument("--scheme", metavar="CODE", default="")
    made.add_argument("--times", metavar="N", type=int, default=0, help="先前已列管次數")
    made = action("decide", "登錄某次會議對一個機關的結論")
    made.add_argument("--item", required=True, metavar="205-2")
    made.add_argument("--agency", required=True, metavar="CODE")
    made.add_argument("--decision", required=True, choices=[decision.value for decision in Decision])
    made.add_argument("--words", metavar="TEXT", default="")
