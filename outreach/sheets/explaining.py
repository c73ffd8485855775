"""The second sheet of an exported workbook: what each column means and what may be written into it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from outreach.sheets.fields import FIELDS
from outreach.sheets.table import Cell, Table

TITLE = "填寫說明"
HEADINGS = ("欄位", "說明", "可填的內容")
_WIDTHS = (14, 78, 46)

_MEANING: Mapping[str, str] = {
    "id": "系統給的編號，靠它認出是哪一家；請勿更改。新增的店家請留空。",
    "version": "下載時的版本；請勿更改。上傳前若有人改過同一家，這一列會列為衝突，由您逐列選擇採用哪一邊。",
    "agency": "列管的機關；只能是您自己的機關。要改由其他機關列管，請在店家頁面辦理移轉，不能用這份表改。",
    "name": "必填。",
    "kind": "店家，或機關轄管的場館。",
    "tax_id": "8 碼，保留開頭的 0。",
    "district": "臺北市 12 個行政區之一。",
    "village": "里名；改了地址而里未改時，系統依新地址重新判定。",
    "address": "改了地址而座標未改時，系統依新地址重新定位。",
    "lon": "WGS 84 度數，或 TWD97 公尺；與緯度一起填。",
    "lat": "WGS 84 度數，或 TWD97 公尺；與經度一起填。",
    "sector": "主要行業；名單上沒有的會新增並提醒。",
    "category": "本方案的類別。",
    "premises": "僅公司辦公室不計入母數，須填備註。",
    "operating": "停業、歇業、尚未復業不計入母數，須填備註說明原因。",
    "approval": "行業公告「申請核准復業」後，這一家獲准的填「核准」；其餘留空。",
    "participation": "只有「已加入」算完成；myCode+ 的「已張貼」就是已加入。",
    "listing": "移出：自生效日期起不再列於本方案名冊。",
    "voucher_kinds": "可填多種，以「、」分開。",
    "effective_on": "這一列的異動從哪一天起算；留空就用上傳時所選的日期。可填未來的日期，例如公告的復業日。",
    "remark": "這一家目前狀態的說明。狀態改了，請一併改寫：沿用舊狀態的備註不會帶到新狀態。",
    "contact": "只供聯繫，不公開，不列入歷程。",
    "phone": "只供聯繫，不公開，不列入歷程。",
}
_EXAMPLES: Mapping[str, str] = {
    "effective_on": "例如 110/10/20、110年10月20日、2021-10-20",
    "remark": "例如 110年10月1日起暫停營業，預定11月復業",
    "voucher_kinds": "例如 住宿、藝文",
    "tax_id": "例如 01234567",
    "lon": "例如 121.5645",
    "lat": "例如 25.0339",
}
_RULES: Sequence[tuple[str, str]] = (
    ("空白的儲存格", "不會更改任何資料；要清除備註，請在店家頁面處理。"),
    ("沒有改的儲存格", "不會產生任何異動；整份未改就上傳，什麼都不會寫入。"),
    ("刪除一列", "不會移出店家；要移出請在「列冊」填「移出」。"),
    ("新增店家", "在最後加一列，店家編號與版本留空，至少填店家名稱。"),
    ("備註的規定", "停業、歇業、尚未復業、僅公司辦公室都須有備註；清空備註不會刪掉已登錄的備註。"),
    (
        "下載之後",
        "請儘早上傳。下載後才到生效日的狀態（例如復業），表裡仍是舊的，上傳時會列在差異裡，請核對後再套用。",
    ),
    ("上傳之後", "先看逐格的差異再套用；套用後整批可以復原。"),
)


def explanation(scheme: str, choices: Mapping[str, Sequence[str]]) -> Table:
    """The sheet 「填寫說明」: rules, then every column; `choices` by heading are what a cell may hold."""
    rows: list[Sequence[Cell]] = [(title, text, "") for title, text in _RULES]
    rows += [
        (
            field.heading,
            _MEANING[field.code],
            "、".join(choices.get(field.heading, ())) or _example(field.code),
        )
        for field in FIELDS
    ]
    banner = ((f"這份表是「{scheme}」的店家清單；改完存檔，到「匯入」上傳。",),)
    return Table(TITLE, HEADINGS, rows, banner, _WIDTHS)


def _example(code: str) -> str:
    return _EXAMPLES.get(code, "")
