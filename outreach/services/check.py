"""Every law of the domain against the live database, in plain words.

First what rows say of one another (`store.audit_…`), then what is counted of them (`services.recount`):
figures are only asked for where the facts can be read at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from outreach.rules.schemes import SchemeSettings
from outreach.services.city import City
from outreach.services.meetings.recomputing import edition_findings
from outreach.services.recount import FIGURE_LAWS, recounted
from outreach.services.setup import Progress, quiet
from outreach.services.who import Right, Who
from outreach.store import audit_engine, audit_facts, audit_numbers, feed
from outreach.store.engine import Connection, reading
from outreach.store.findings import Finding
from outreach.store.repeats import repeated_facts
from outreach.store.schema import head, revision_of

#: Each law in words, and how one thing that breaks it is named.
LAWS: Mapping[str, tuple[str, str]] = {
    "schema_at_head": ("資料庫版本須與程式相同", "資料庫 {found}，程式 {head}"),
    "engine_integrity": ("資料庫檔案須完好", "{what}"),
    "schema_as_declared": ("資料表須與程式宣告的相同", "{what}"),
    "references_exist": ("參照的資料須存在", "{table}.{column} 有 {count} 筆"),
    "texts_fit": ("文字長度須在欄位上限內", "{table}.{column} 有 {count} 筆超過 {limit} 字"),
    "one_counter": ("序號計數須恰有一列", "現有 {rows} 列"),
    "numbers_gapless": ("序號須連續不缺號", "{after} 之後是 {before}"),
    "numbers_unique": ("同一序號只能用一次", "序號 {seq}"),
    "numbers_within_counter": ("序號須在 1 與計數之間", "序號 {seq}（計數 {last}）"),
    "numbers_within_change": ("序號須在其異動的範圍內", "異動 {change_id}（{first} 至 {last}）"),
    "changes_gapless": ("異動編號須連續不缺號", "{id_before} 之後是 {id}"),
    "changes_in_order": ("異動的最後序號須依序遞增且不超過計數", "異動 {id}（{last_seq}）"),
    "time_never_decreases": ("登錄時間不得倒退", "異動 {id}"),
    "values_exist": ("事實的值須是既有的代碼或項目", "序號 {seq}（店家編號 {venue_id}，值 {value}）"),
    "scheme_of_facet": (
        "列冊、類別、參與狀態須屬於方案，其他不得屬於方案",
        "序號 {seq}（店家編號 {venue_id}）",
    ),
    "remark_given": ("毋須納入母數的事實須有備註", "序號 {seq}（店家編號 {venue_id}）"),
    "review_day_given": ("停業與尚未復業須有覆核日", "序號 {seq}（店家編號 {venue_id}）"),
    "one_statement_a_change": (
        "一筆異動對同一店家同一項目同一日只能登錄一次",
        "異動 {change_id}（店家編號 {venue_id}）",
    ),
    "value_is_news": ("與當日既有的值相同者不得再登錄", "序號 {seq}（店家編號 {venue_id}）"),
    "days_exist": ("日期須存在", "{table}.{column} 有 {count} 筆"),
    "void_after_change": ("復原須在被復原的異動之後", "異動 {change_id} 復原 {voided_change_id}"),
    "void_once": ("一筆異動只能復原一次", "異動 {voided_change_id}"),
    "order_stated": ("公告須有內容", "公告 {id}"),
    "order_ends_after_it_begins": ("復業日不得早於停業起始日", "序號 {seq}（公告 {order_id}）"),
    "application_needs_reopening": ("申請核准復業須有公告復業日", "序號 {seq}（公告 {order_id}）"),
    "order_has_document": ("公告須有文號或內容", "序號 {seq}（公告 {order_id}）"),
    "village_in_district": ("里須屬於行政區", "{name}（{code}）"),
    "settings_readable": ("方案設定須可讀", "序號 {seq}"),
    "parents_without_cycle": ("機關隸屬不得循環", "{day} 的機關 {agency}"),
    "merge_of_two": ("店家不得與自己合併", "序號 {seq}（店家編號 {loser_id}）"),
    "merged_once": ("店家只能併入一家", "店家編號 {loser_id}"),
    "merges_without_cycle": ("店家合併不得循環", "店家編號 {venue_id}"),
    "editions_recompute": ("會議版次須與依事實重算者相同", "第{number}次會議第{edition}版（{what}）"),
    **FIGURE_LAWS,
}

#: Without these a fact cannot even be read into figures.
_NEEDED = frozenset(
    {"values_exist", "scheme_of_facet", "days_exist", "references_exist", "settings_readable"}
)
_NEEDED_NUMBERS = frozenset(
    {"one_counter", "numbers_unique", "numbers_within_counter", "numbers_within_change"}
)


@dataclass(frozen=True, slots=True)
class Broken:
    """A law that does not hold: its code, the law in Chinese, how often, and some places."""

    law: str
    sentence: str
    count: int
    examples: tuple[str, ...]

    def __str__(self) -> str:
        more = "等" if self.count > len(self.examples) else ""
        shown = f"：{'、'.join(self.examples)}{more}" if self.examples else ""
        return f"{self.sentence}（{self.count} 處不符{shown}）"


def check(city: City, who: Who, progress: Progress = quiet) -> list[Broken]:
    """Every law that does not hold, in the order in which they are asked; none in a sound database.

    Reads one moment of the database and asks figures as known then, so that others may go on writing.
    Figures are left out where a broken law keeps the facts from being read.
    """
    who.must(Right.ADMINISTER)
    progress(0.0, "檢核資料庫")
    with reading(city.engine) as connection:
        found = _rows(connection, progress)
        seq = None if _unreadable(found) else feed.current_seq(connection)
        if seq is not None:
            progress(0.35, "重算會議版次")
            found += edition_findings(connection, city.figures.columns())
    if seq is not None:
        progress(0.4, "重算統計")
        found += recounted(city, seq, lambda share: progress(0.4 + 0.6 * share, "重算統計"))
    progress(1.0, "檢核完成")
    return [_in_words(f) for f in found]


def _in_words(finding: Finding) -> Broken:
    sentence, example = LAWS[finding.law]
    return Broken(finding.law, sentence, finding.count, tuple(example.format(**e) for e in finding.examples))


def _unreadable(found: list[Finding]) -> bool:
    laws = {f.law for f in found}
    return bool(
        laws & (_NEEDED | _NEEDED_NUMBERS | {"schema_at_head", "engine_integrity", "schema_as_declared"})
    )


def _rows(connection: Connection, progress: Progress) -> list[Finding]:
    """Laws about rows; what cannot be asked because of a worse finding is not asked."""
    revision = revision_of(connection)
    if revision != head():
        return [Finding("schema_at_head", 1, ({"found": revision or "（無）", "head": head()},))]
    found = audit_engine.engine_findings(connection)
    if found and found[0].law != "references_exist":
        return found
    for share, ask in (
        (0.1, audit_engine.text_findings),
        (0.12, audit_numbers.number_findings),
        (0.2, audit_facts.fact_findings),
        (0.28, audit_facts.statement_findings),
    ):
        progress(share, "檢核資料庫")
        found += ask(connection)
    if not any(f.law == "days_exist" for f in found):
        progress(0.3, "檢核資料庫")
        found += _replayed(connection)
    return found


def _replayed(connection: Connection) -> list[Finding]:
    """Laws that are asked statement by statement."""
    repeats = [{"seq": seq, "venue_id": venue} for seq, venue in repeated_facts(connection)]
    statements = feed.statements(connection)
    voided = {v.voided_change_id for v in statements.voids}
    unreadable = [{"seq": s.seq} for s in statements.schemes if not _readable(s.settings)]
    into = {m.loser_id: m.winner_id for m in statements.merges if m.change_id not in voided}
    circling = [{"venue_id": v} for v in sorted(into) if into[v] != v and _comes_back(v, into)]
    laws = {
        "value_is_news": repeats,
        "settings_readable": unreadable,
        "parents_without_cycle": _parents(statements, voided),
        "merges_without_cycle": circling,
    }
    return [Finding.of(law, rows) for law, rows in laws.items() if rows]


def _readable(settings: dict[str, Any]) -> bool:
    try:
        SchemeSettings.from_stored(settings)
    except (AssertionError, ArithmeticError, AttributeError, TypeError, ValueError):
        return False
    return True


def _comes_back(start: int, next_of: Mapping[int, int | None]) -> bool:
    seen: set[int] = set()
    at = next_of.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = next_of.get(at)
    return False


def _parents(statements: feed.Statements, voided: set[int]) -> list[dict[str, Any]]:
    """Agencies that stand above themselves, on every day on which a parent changes."""
    counting = [s for s in statements.parents if s.change_id not in voided]
    circling = []
    for day in sorted({s.effective_on for s in counting}):
        above: dict[int, int | None] = {}
        for stated in sorted(counting, key=lambda s: (s.effective_on, s.seq)):
            if stated.effective_on <= day:
                above[stated.agency_id] = stated.parent_id
        circling += [
            {"day": date.fromordinal(day), "agency": agency}
            for agency in sorted(above)
            if _comes_back(agency, above)
        ]
    return circling
