"""A digest as plain text in Chinese: every rate with its counts, and where to go on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from outreach.rules.dates import roc
from outreach.rules.rate import Tally, rate_shown
from outreach.rules.rounds import days_left
from outreach.rules.vocabulary import Kind
from outreach.services.coverage import KIND_TITLES
from outreach.services.digest.model import AgencyState, CityLine, CityState, Digest, Line
from outreach.services.rounds.handing import STATES

#: What readers who recompute a rate have to know.
_NOTE = "完成率取至小數第2位，以下捨去；母數不含毋須納入的店家。"
_NONE = "沒有逾期或待回覆的事項。"


def subject_of(digest: Digest) -> str:
    """The subject of the mail."""
    # A header is one line, whatever a name was typed like.
    name = " ".join(digest.name.split())
    return f"每週摘要：{name}（{_days(digest.due.covers_from, digest.due.last_day)}）"


def text_of(digest: Digest, base_url: str = "") -> str:
    """The whole digest; `base_url` (or "") is where the program is served."""
    weeks = digest.due.weeks
    covered = f"，共 {weeks} 週，含先前未送達的週次" if weeks > 1 else ""
    head = [
        f"{digest.name} 每週摘要",
        f"期間：{_days(digest.due.covers_from, digest.due.last_day)}{covered}",
        f"統計至{roc(digest.due.last_day)}終了，增減與{roc(digest.due.day_before)}比較。",
    ]
    if isinstance(digest.content, AgencyState):
        body, page = _agency(digest.content, digest.today), "desk"
    else:
        body, page = _city(digest.content, digest.today), ""
    lines = [*head, "", *body, "", _NOTE]
    if base_url:
        lines.append(f"開啟：{base_url.rstrip('/')}/{page}")
    return "\n".join(lines) + "\n"


def _agency(state: AgencyState, today: date) -> Iterator[str]:
    yield "【完成情形】"
    for line in state.lines:
        yield from _figures(line)
    yield ""
    yield "【填報】"
    if state.round is None:
        yield "目前沒有等待貴機關的填報。"
    else:
        one = state.round
        yield f"{one.name}：{STATES[one.state]}，截止{roc(one.deadline)}（{_left(one.deadline, today)}）。"
    yield ""
    yield "【待辦】"
    waiting = [
        f"逾期的聯繫追蹤 {state.follow_ups:,} 件" if state.follow_ups else "",
        _reviews(state.reviews, state.oldest_review),
        f"待回覆的提問 {state.questions:,} 則" if state.questions else "",
    ]
    told = [f"・{text}" for text in waiting if text]
    for item in state.tracked:
        told.append(f"・列管事項 {item.number}{_until(item.due_on, today)}")
    yield from told or [_NONE]


def _city(state: CityState, today: date) -> Iterator[str]:
    yield "【全市】"
    for one in state.lines:
        yield from _figures(one.line)
    for one in state.lines:
        if one.rated:
            yield ""
            yield from _agencies(one)
    for each in state.rounds:
        yield ""
        yield f"【未填報機關】{each.name}，截止{roc(each.deadline)}（{_left(each.deadline, today)}）"
        names = "、".join(each.missing)
        yield f"{len(each.missing)}／{each.asked} 個機關未填報：{names}" if names else "都已填報。"
    yield ""
    yield "【待辦】"
    asked = f"尚未結案的提問 {state.questions:,} 則" if state.questions else ""
    waiting = [text for text in (_reviews(state.reviews, state.oldest_review), asked) if text]
    yield from [f"・{text}" for text in waiting] or [_NONE]


def _agencies(one: CityLine) -> Iterator[str]:
    yield f"【{one.line.scheme}】"
    names = f"：{'、'.join(one.reached)}" if one.reached else ""
    yield f"達成目標 {len(one.reached)}／{one.rated} 個機關{names}"
    yield f"檢討名單 {len(one.to_review)}／{one.rated} 個機關{'：' if one.to_review else ''}"
    for name, tally in one.to_review:
        yield f"・{name} {_rate(tally)}，未完成 {tally.outstanding:,} 家"


def _figures(line: Line) -> Iterator[str]:
    if line.rated.population:
        now, before = line.rated, line.rated_before
        yield f"・{line.scheme}{_of(line.rated_kinds)}：{_rate(now)}，未完成 {now.outstanding:,} 家"
        yield f"　上次 {_rate(before)}；{_change(now, before)}"
        if line.whole is not None:
            yield f"　含所屬機關 {_rate(line.whole)}，未完成 {line.whole.outstanding:,} 家"
    if line.joining.population:
        joined, more = line.joining.completed, line.joining.completed - line.joining_before.completed
        of = _of(line.open_kinds)
        yield f"・{line.scheme}{of}：加入 {joined:,} 家（{more:+,} 家），可持續加入，不計完成率"


def _change(now: Tally, before: Tally) -> str:
    if now == before:
        return "與上次相同"
    return (
        f"已完成 {now.completed - before.completed:+,} 家，"
        f"母數 {now.eligible - before.eligible:+,} 家，"
        f"毋須納入 {now.excluded_total - before.excluded_total:+,} 家"
    )


def _of(kinds: tuple[Kind, ...]) -> str:
    """Which kinds are meant, where it is not all."""
    return "" if len(kinds) == len(Kind) else "・" + "、".join(KIND_TITLES[kind] for kind in kinds)


def _rate(tally: Tally) -> str:
    return f"{rate_shown(tally.completed, tally.eligible)}（{tally.completed:,}／{tally.eligible:,} 家）"


def _reviews(count: int, oldest: date | None) -> str:
    return "" if oldest is None else f"逾期未覆核 {count:,} 家，最早應於{roc(oldest)}覆核"


def _until(due_on: date | None, today: date) -> str:
    if due_on is None:
        return "，未填預定完成日"
    late = "，已逾期" if due_on < today else ""
    return f"，預定{roc(due_on)}完成{late}"


def _left(deadline: date, today: date) -> str:
    left = days_left(deadline, today)
    if left < 0:
        return f"已逾期 {-left} 天"
    return f"還有 {left} 天" if left else "今天截止"


def _days(first: date, last: date) -> str:
    return f"{roc(first)}至{roc(last)}"
