"""The fields of the workbook, their headings and the words their cells may hold.

Source: contract.md's workbook table. Codes are those of the rules' vocabulary.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from outreach.rules.vocabulary import Kind, Listing, Operating, Participation, Premises

#: What a cell of 復業核准 says, and its code.
APPROVED = "approved"


@dataclass(frozen=True, slots=True)
class Field:
    """One column that the program knows."""

    code: str
    heading: str
    """As exports write it and as it matches exactly."""
    synonyms: tuple[str, ...] = ()
    words: Mapping[str, str] = field(default_factory=dict)
    """Of a field with fixed values: each accepted word and its code; a code's first word is its own."""

    def word_for(self, code: str) -> str:
        """The Chinese word that exports write for a code; KeyError for a code that is none."""
        for word, meant in self.words.items():
            if meant == code:
                return word
        raise KeyError(code)

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that exports write, one for each code."""
        return tuple(self.word_for(code) for code in dict.fromkeys(self.words.values()))


def _field(code: str, heading: str, synonyms: str = "", words: Mapping[str, str] | None = None) -> Field:
    return Field(code, heading, tuple(synonyms.split()), MappingProxyType(dict(words or {})))


FIELDS: tuple[Field, ...] = (
    _field("id", "店家編號", "店家代號 場館編號 系統編號"),
    _field("version", "版本"),
    _field(
        "agency",
        "機關",
        "機關名稱 機關代碼 主管機關 權管機關 所屬機關 輔導機關 列管機關 填報機關 提報機關 管理機關",
    ),
    _field(
        "name",
        "店家名稱",
        "店名 商店名稱 商家名稱 場館名稱 店家場館名稱 商號名稱 營業場所名稱 場所名稱 名稱 "
        "商店 商家 場館 門市名稱 特店名稱",
    ),
    _field("kind", "性質", "店家性質 場館性質", {"店家": Kind.SHOP, "轄管場館": Kind.CITY_VENUE}),
    _field(
        "tax_id",
        "統一編號",
        "統編 營業人統一編號 營利事業統一編號 公司統一編號 公司統編 店家統一編號 店家統編 商家統編",
    ),
    _field("district", "行政區", "行政區別 區別 區 鄉鎮市區 行政區域 所在行政區 所在區"),
    _field("village", "里", "里別 村里 村里別 里名 所在里"),
    _field(
        "address",
        "地址",
        "營業地址 店家地址 店址 商店地址 商家地址 場館地址 門市地址 營業場所地址 所在地址 完整地址 住址",
    ),
    _field("lon", "經度", "東經 lng longitude X坐標 X座標 坐標X 座標X TWD97X TWD97橫坐標 橫坐標 橫座標 X"),
    _field("lat", "緯度", "北緯 latitude Y坐標 Y座標 坐標Y 座標Y TWD97Y TWD97縱坐標 縱坐標 縱座標 Y"),
    _field("sector", "行業", "行業別 業別 行業類別 業種"),
    _field("category", "類別", "店家類別 場館類別 分類"),
    _field(
        "premises",
        "場所型態",
        "場所類型 場所形態",
        {
            "有對外場所": Premises.PUBLIC,
            "僅公司辦公室": Premises.OFFICE_ONLY,
            "僅辦公室": Premises.OFFICE_ONLY,
        },
    ),
    _field(
        "operating",
        "營業狀態",
        "營業狀況 營業情形",
        {
            "營業中": Operating.OPEN,
            "停業": Operating.SUSPENDED,
            "暫停營業": Operating.SUSPENDED,
            "歇業": Operating.CLOSED,
            "結束營業": Operating.CLOSED,
            "尚未復業": Operating.NOT_REOPENED,
        },
    ),
    _field("approval", "復業核准", "核准復業 復業核准情形", {"核准": APPROVED}),
    _field(
        "participation",
        "參與狀態",
        "參與狀況 參與情形 參加狀態 參加情形 加入狀態 加入情形",
        {
            "未聯繫": Participation.NOT_CONTACTED,
            "已聯繫": Participation.CONTACTED,
            "已同意": Participation.AGREED,
            "已加入": Participation.JOINED,
            "已張貼": Participation.JOINED,
            "無意願": Participation.DECLINED,
            "婉拒": Participation.DECLINED,
            "退出": Participation.WITHDRAWN,
        },
    ),
    _field("listing", "列冊", "列冊狀態 列冊情形", {"列入": Listing.LISTED, "移出": Listing.DELISTED}),
    _field("voucher_kinds", "適用券別", "券別 適用券種 券種"),
    _field("effective_on", "生效日期", "生效日 異動日期"),
    _field("remark", "備註", "備註說明 備考 附註"),
    _field("contact", "聯絡人", "連絡人 聯絡人姓名 聯繫人 聯絡窗口"),
    _field("phone", "電話", "聯絡電話 連絡電話 電話號碼 店家電話 營業電話 聯絡人電話"),
)


def choices_of(headings: Sequence[str]) -> dict[int, tuple[str, ...]]:
    """Column index → words, for the headings of fields with fixed values: what a table's `choices` take."""
    fixed = {each.heading: each.choices for each in FIELDS if each.words}
    return {at: fixed[heading] for at, heading in enumerate(headings) if heading in fixed}


BY_CODE: Mapping[str, Field] = MappingProxyType({each.code: each for each in FIELDS})
