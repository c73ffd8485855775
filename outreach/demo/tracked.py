"""The tracked items of the 213th meeting: their numbers and what became of them are the minutes' own.

The minutes name 觀傳局 and 法務局 for 211-2 and no agency besides; who else leads or assists, and all words
but 電子領據系統, are invented and say so at their end.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from outreach.demo.agencies import CITY, COMMERCE, ECONOMIC, RAPID_TRANSIT
from outreach.demo.model import BEAR_VOUCHER, MYCODE, DemoAgency
from outreach.demo.workdays import moment
from outreach.rules.tracking import Decision
from outreach.rules.vocabulary import Kind

#: Named by the minutes for 211-2; it runs no venue, so it stands in no list and hands nothing in.
LEGAL = DemoAgency("legal_affairs", CITY + "法務局", "法務局")

INVENTED = "（示範文字）"


@dataclass(frozen=True, slots=True)
class DemoItem:
    """A tracked item; agencies by code, those of `lead` first."""

    meeting: int
    sequence: int
    conclusion: str
    lead: tuple[str, ...]
    assisting: tuple[str, ...] = ()
    scheme: str | None = None
    kinds: frozenset[Kind] = frozenset()
    times_before: int = 0


@dataclass(frozen=True, slots=True)
class DemoReport:
    """What an agency reported for a meeting, and when (UTC)."""

    meeting: int
    item: tuple[int, int]
    agency: str
    progress: str
    due_on: date | None
    at: datetime


@dataclass(frozen=True, slots=True)
class DemoDecision:
    """What a meeting decided of an item and agency."""

    meeting: int
    item: tuple[int, int]
    agency: str
    decision: Decision
    words: str
    at: datetime


_PLACES = frozenset({Kind.CITY_VENUE})
_TOLD = (
    DemoItem(
        204, 2, "請秘書處研議推動電子領據系統，並提報導入期程", ("secretariat",), ("finance",), times_before=7
    ),
    DemoItem(205, 2, "請民政局彙整各區公所防疫動線改善情形", ("civil_affairs",), times_before=6),
    DemoItem(209, 2, "請勞動局檢討服務據點實聯制標示", ("labor",), times_before=2),
    DemoItem(
        210,
        5,
        "請產業局督促所屬及輔導店家張貼台北通 myCode+",
        (ECONOMIC,),
        (COMMERCE,),
        MYCODE,
        times_before=1,
    ),
    DemoItem(211, 2, "請檢討公有場地使用契約之防疫條款", ("tourism", LEGAL.code)),
    DemoItem(
        211,
        3,
        "請產業局、捷運局督促轄管場館全數加入台北熊好券",
        (ECONOMIC,),
        (RAPID_TRANSIT,),
        BEAR_VOUCHER,
        _PLACES,
    ),
    DemoItem(211, 6, "請財政局完成轄管場館張貼台北通 myCode+", ("finance",), (), MYCODE),
    DemoItem(
        212, 1, "請交通局及所屬轄管場館全數加入台北熊好券", ("transportation",), (), BEAR_VOUCHER, _PLACES
    ),
    DemoItem(
        212,
        2,
        "請體育局、文化局轄管場館全數加入台北熊好券",
        ("sports",),
        ("culture",),
        BEAR_VOUCHER,
        _PLACES,
    ),
    DemoItem(212, 3, "請觀傳局製作台北熊好券使用須知供各場館張貼", ("tourism",)),
    DemoItem(212, 4, "請衛生局提供各場館實聯制查核表", ("health",)),
    DemoItem(212, 5, "請公訓處辦理實聯制推廣講習", ("training",)),
)

#: Released by the 213th; of 211-2 one agency is released and the other kept.
_RELEASED = frozenset(
    {(205, 2), (209, 2), (211, 6), (212, 1), (212, 2), (212, 3), (212, 4), (212, 5)},
)
_RELEASED_ALONE = ((211, 2), "tourism")
#: 212-1 was released with a condition in words.
_CONDITION = "同意解除列管，惟日後新增之場館仍請於啟用前完成加入"

_SEPTEMBER, _OCTOBER, _NOVEMBER = (
    moment(date(2021, 9, 17), 10, 20),
    moment(date(2021, 10, 20), 10, 20),
    moment(date(2021, 11, 22), 14, 10),
)
_DUE_EARLY, _DUE, _DUE_LATE = date(2021, 10, 15), date(2021, 11, 15), date(2021, 12, 31)
_PROGRESS: tuple[tuple[int, tuple[int, int], str, str, date | None], ...] = (
    (212, (204, 2), "secretariat", "已邀集機關研商電子領據系統需求", _DUE_LATE),
    (212, (204, 2), "finance", "配合提供付款作業流程", _DUE_LATE),
    (212, (205, 2), "civil_affairs", "十二區公所均已回報改善情形，彙整中", _DUE_EARLY),
    (212, (209, 2), "labor", "服務據點標示更新中", _DUE_EARLY),
    (212, (210, 5), ECONOMIC, "已函請商業處及市場處逐家輔導", _DUE_LATE),
    (212, (211, 2), "tourism", "契約範本修正草案研擬中", _DUE_EARLY),
    (212, (211, 2), LEGAL.code, "契約條款法制意見彙整中", _DUE_EARLY),
    (212, (211, 3), ECONOMIC, "已逐場館派員說明", _DUE_EARLY),
    (212, (211, 3), RAPID_TRANSIT, "已請聯開商場配合", _DUE_EARLY),
    (212, (211, 6), "finance", "張貼作業辦理中", _DUE_EARLY),
    (213, (204, 2), "secretariat", "電子領據系統規格書已完成初稿", _DUE_LATE),
    (213, (205, 2), "civil_affairs", "彙整完竣，已函送各機關", None),
    (213, (209, 2), "labor", "服務據點標示已全數更新", None),
    (213, (210, 5), ECONOMIC, "已完成第二輪訪視，其餘店家持續輔導", _DUE_LATE),
    (213, (210, 5), COMMERCE, "輔導店家張貼中，逐家訪視", _DUE),
    (213, (211, 2), "tourism", "契約範本已修正並公告", None),
    (213, (211, 2), LEGAL.code, "配合中央規定再行檢視條款", _DUE),
    (213, (211, 3), ECONOMIC, "部分市場整修，預定完工後加入", _DUE),
    (213, (211, 3), RAPID_TRANSIT, "尚有聯開商場待總公司同意", _DUE),
    (213, (211, 6), "finance", "轄管場館均已張貼", None),
    (213, (212, 1), "transportation", "轄管停車場均已加入", None),
    (213, (212, 2), "sports", "運動中心均已加入", None),
    (213, (212, 2), "culture", "藝文館所均已加入", None),
    (213, (212, 3), "tourism", "使用須知已製作並送各場館", None),
    (213, (212, 4), "health", "查核表已函送各機關", None),
    (213, (212, 5), "training", "講習已辦理二場次", None),
    (214, (204, 2), "secretariat", "電子領據系統規格書已核定，辦理招標", _DUE_LATE),
    (214, (210, 5), ECONOMIC, "八大行業陸續復業，隨復業輔導張貼", _DUE_LATE),
    (214, (211, 3), ECONOMIC, "整修市場預定年底前全數加入", _DUE_LATE),
    (214, (211, 3), RAPID_TRANSIT, "聯開商場均已加入", None),
)
_REPORTED = {212: _SEPTEMBER, 213: _OCTOBER, 214: _NOVEMBER}


def demo_items() -> tuple[DemoItem, ...]:
    """Every item with its conclusion, in the order of their numbers."""
    return tuple(
        DemoItem(
            one.meeting,
            one.sequence,
            f"{one.conclusion}{INVENTED}",
            one.lead,
            one.assisting,
            one.scheme,
            one.kinds,
            one.times_before,
        )
        for one in _TOLD
    )


def demo_reports() -> tuple[DemoReport, ...]:
    """Progress for the meetings 212 to 214; what was not told anew for 214 is carried over."""
    return tuple(
        DemoReport(meeting, item, agency, f"{words}{INVENTED}", due_on, _REPORTED[meeting])
        for meeting, item, agency, words, due_on in _PROGRESS
    )


def demo_decisions() -> tuple[DemoDecision, ...]:
    """What 212 kept and what 213 decided; 214 has yet to meet."""
    held_212, held_213 = moment(date(2021, 9, 23), 11, 30), moment(date(2021, 10, 26), 11, 30)
    found = [
        DemoDecision(212, (one.meeting, one.sequence), agency, Decision.KEPT, "", held_212)
        for one in _TOLD
        if one.meeting < 212
        for agency in (*one.lead, *one.assisting)
    ]
    for one in _TOLD:
        item = one.meeting, one.sequence
        for agency in (*one.lead, *one.assisting):
            released = item in _RELEASED or (item, agency) == _RELEASED_ALONE
            decision = Decision.RELEASED if released else Decision.KEPT
            words = f"{_CONDITION}{INVENTED}" if item == (212, 1) else ""
            found.append(DemoDecision(213, item, agency, decision, words, held_213))
    return tuple(found)
