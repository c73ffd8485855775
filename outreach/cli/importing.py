"""`import FILE`: plan, show, apply exactly that, and write the outcome file."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from outreach.cli.output import say, write_json
from outreach.cli.session import Session
from outreach.rules.dates import parse_day
from outreach.rules.refusals import Refusal
from outreach.services.imports.apply import apply_plan
from outreach.services.imports.model import Options, Plan
from outreach.services.imports.outcome import OUTCOME_WORDS, outcome_file
from outreach.services.imports.plan import plan_import
from outreach.services.imports.reading import read_file
from outreach.services.naming import scheme_named
from outreach.sheets.values import Problem

#: Problems printed for a person before the rest is left to the outcome file.
_SHOWN = 20


class MapRefused(Refusal, ValueError):
    """A --map that is not FIELD=HEADING."""

    template = "讀到 --map『{value}』；請寫成 欄位=標題，例如 name=商店名稱。"


def run_import(session: Session, given: Namespace) -> None:
    """`import`: one file into one scheme; with --dry-run nothing is written."""
    path = Path(given.file)
    data = path.read_bytes()
    city = session.city()
    options = Options(
        given.scheme,
        given.agency,
        parse_day(given.effective) if given.effective else None,
        given.sheet,
        dict(_mapped(text) for text in given.map),
        given.complete,
        own_words=scheme_named(city.reference(), given.scheme).own_words,
    )
    read = read_file(data, path.name, options)
    plan = plan_import(city, session.who, read, options, today=session.today, progress=session.progress)
    change_id = None
    if not given.dry_run:
        applied = apply_plan(
            city,
            session.who,
            plan,
            read,
            options,
            today=session.today,
            now=session.now,
            progress=session.progress,
        )
        change_id = applied.change_id
    if given.outcome:
        target = Path(given.outcome)
        target.write_bytes(outcome_file(read, plan, target.suffix))
    if given.format == "json":
        write_json(_document(plan, change_id))
    else:
        _tell(plan, change_id, dry_run=given.dry_run)


def _mapped(text: str) -> tuple[str, str]:
    field, sign, heading = text.partition("=")
    if not sign or not field.strip() or not heading.strip():
        raise MapRefused(value=text)
    return field.strip(), heading.strip()


def _document(plan: Plan, change_id: int | None) -> dict[str, object]:
    document: dict[str, object] = {"change": change_id, "rows": len(plan.rows), **plan.counts()}
    if plan.complete:
        document["delisted"] = len(plan.delisted)
    document["problems"] = [_problem(p) for p in plan.problems]
    return document


def _problem(problem: Problem) -> dict[str, object]:
    told: dict[str, object] = {
        "row": problem.row,
        "column": problem.column,
        "value": problem.value,
        "problem": problem.problem,
    }
    if problem.warning:
        told["warning"] = True
    return told


def _tell(plan: Plan, change_id: int | None, *, dry_run: bool) -> None:
    encoding = f"，編碼 {plan.encoding}" if plan.encoding else ""
    say(f"{plan.filename}：{len(plan.rows)} 列{encoding}")
    say("、".join(f"{title} {plan.count(outcome)}" for outcome, title in OUTCOME_WORDS.items()))
    if plan.complete:
        say(f"清單未列而移出 {len(plan.delisted)}")
    if plan.unread:
        say("未讀取的欄位：" + "、".join(plan.unread))
    for problem in plan.problems[:_SHOWN]:
        kind = "提醒" if problem.warning else "錯誤"
        say(f"第 {problem.row} 列「{problem.column}」{kind}：{problem.problem}")
    if len(plan.problems) > _SHOWN:
        say(f"…另有 {len(plan.problems) - _SHOWN} 則，請以 --outcome FILE 取得逐列結果。")
    if dry_run:
        say("僅預覽，未寫入。")
    else:
        say("沒有需要寫入的內容。" if change_id is None else f"已寫入（異動 {change_id}）。")
