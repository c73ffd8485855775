"""The arguments of `digest`; apart from what the command does, so that others need not load it."""

from __future__ import annotations

import argparse


def add_digest_arguments(digest: argparse.ArgumentParser, acting: argparse.ArgumentParser) -> None:
    """`digest --to …`, `digest --again AGENCY`, `digest mailbox AGENCY ADDRESS`, `digest mailboxes|list`."""
    whom = digest.add_mutually_exclusive_group()
    whom.add_argument("--to", choices=("agencies", "managers"), help="產生並寄送到期的每週摘要")
    whom.add_argument("--again", metavar="AGENCY", help="再寄一次最新的摘要（機關代碼，或 managers）")
    digest.add_argument("--write", metavar="FOLDER", help="另寫成文字檔，一份一檔")
    digest.add_argument("--dry-run", action="store_true", help="只顯示內容，不記錄也不寄送")
    digest.add_argument("--format", choices=("text", "json"), default="text")
    actions = digest.add_subparsers(dest="action", metavar="ACTION", parser_class=type(digest))

    def action(name: str, help_: str) -> argparse.ArgumentParser:
        return actions.add_parser(name, help=help_, description=help_, parents=[acting])

    one = action("mailbox", "設定機關（或 managers）的摘要信箱；位址為空字串時移除")
    one.add_argument("agency", metavar="AGENCY")
    one.add_argument("address", metavar="ADDRESS")
    action("mailboxes", "列出摘要信箱")
    one = action("list", "歷次摘要與寄送情形")
    one.add_argument("--format", choices=("text", "json"), default=argparse.SUPPRESS)
