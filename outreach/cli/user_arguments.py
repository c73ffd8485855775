"""The arguments of `users`; apart from what the command does, so that others need not load it."""

from __future__ import annotations

import argparse

ROLES = ("officer", "approver", "manager", "administrator")


def add_user_arguments(users: argparse.ArgumentParser, acting: argparse.ArgumentParser) -> None:
    """`users add|list|change|link|open|close|deputy|dismiss`."""
    actions = users.add_subparsers(dest="action", required=True, metavar="ACTION", parser_class=type(users))

    def action(name: str, help_: str, metavar: str = "NAME") -> argparse.ArgumentParser:
        one = actions.add_parser(name, help=help_, description=help_, parents=[acting])
        one.add_argument("user", metavar=metavar)
        return one

    one = action("add", "新增帳號；在終端機詢問密碼，否則產生一個並顯示一次")
    one.add_argument("--role", required=True, choices=ROLES)
    one.add_argument("--agency", metavar="CODE", default="")
    one.add_argument("--display-name", metavar="TEXT", default="", help="姓名，紀錄上顯示的名字")
    how = one.add_mutually_exclusive_group()
    how.add_argument("--generate", action="store_true", help="產生密碼並顯示一次")
    how.add_argument("--link", action="store_true", help="不設密碼，改給本人一次使用的連結")
    one = actions.add_parser("list", help="帳號與代理", description="帳號與代理", parents=[acting])
    one.add_argument("--format", choices=("table", "json"), default="table")
    one = action("change", "改任角色或機關")
    one.add_argument("--role", choices=ROLES)
    one.add_argument("--agency", metavar="CODE")
    action("link", "產生設定新密碼的連結（24 小時內使用一次）")
    action("open", "重新啟用帳號")
    action("close", "停用帳號並登出")
    one = action("deputy", "登錄職務代理人")
    one.add_argument("--for", dest="principal", required=True, metavar="NAME", help="被代理的帳號")
    one.add_argument("--from", dest="from_", required=True, metavar="DATE")
    one.add_argument("--to", required=True, metavar="DATE")
    action("dismiss", "提前結束代理", "NUMBER")
