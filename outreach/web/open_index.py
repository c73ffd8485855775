"""What `/open-data` says of itself: every file, its fields and parameters, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from outreach.pages.markup import Html, el
from outreach.rules.dates import roc
from outreach.services.open_licence import Licence
from outreach.services.open_venues import LARGEST_PAGE, PAGE_SIZE
from outreach.web.dressing import TITLE
from outreach.web.open_files import FIGURE_COLUMNS, VENUE_COLUMNS

#: What each field holds, in the words of the city.
FIELDS: Mapping[str, str] = {
    "scheme": "方案代碼",
    "scheme_name": "方案名稱",
    "kind": "性質代碼：shop 店家，city_venue 轄管場館",
    "kind_name": "性質",
    "open": "可持續加入（true）：只計加入家數，不計完成率，其餘欄位空白",
    "district": "行政區代碼；空白為未填",
    "district_name": "行政區",
    "population": "提報家數",
    "eligible": "母數（提報家數減毋須納入母數）",
    "completed": "已完成（已加入）家數",
    "outstanding": "未完成家數",
    "excluded_office_only": "毋須納入母數：僅公司辦公室",
    "excluded_closed": "毋須納入母數：歇業",
    "excluded_suspended": "毋須納入母數：停業",
    "excluded_not_reopened": "毋須納入母數：尚未復業",
    "rate": "完成率（%），取至小數第2位，以下捨去；無母數時空白",
    "id": "店家編號",
    "name": "店家名稱",
    "village": "里代碼；空白為未填",
    "village_name": "里",
    "address": "地址",
    "lon": "經度（WGS 84）；空白為無座標",
    "lat": "緯度（WGS 84）；空白為無座標",
    "voucher_kinds": "適用券別，以、分隔",
    "joined_since": "加入日期（目前這次加入的第一天）",
    "as_of": "統計截止日（當日終了，臺北時間）",
    "known_at": "資料序號：以登錄到第幾號的資料計算",
    "licence": "授權條款",
}
#: What each parameter of an address means.
PARAMETERS: Mapping[str, str] = {
    "scheme": "方案代碼或名稱；不寫為全部",
    "kind": "shop 或 city_venue；不寫為全部",
    "district": "行政區代碼或名稱",
    "as_of": "統計截止日，例如 2021-10-14 或 110-10-14；不寫為今天，不可晚於今天",
    "known_at": "資料序號或時間；不寫為現在",
    "page_size": f"每頁筆數，1 至 {LARGEST_PAGE}，不寫為 {PAGE_SIZE}",
    "after": "上一頁 Link 標頭（rel=next）所給的位置",
}
_FIGURES = ("scheme", "kind", "as_of", "known_at")
_VENUES = ("scheme", "kind", "district", "as_of", "known_at", "page_size", "after")
#: Path, what it is, format, columns, parameters.
RESOURCES: Sequence[tuple[str, str, str, Sequence[str], Sequence[str]]] = (
    ("coverage.csv", "各行政區統計", "CSV", FIGURE_COLUMNS, _FIGURES),
    ("coverage.json", "各行政區統計", "JSON", FIGURE_COLUMNS, _FIGURES),
    ("venues.csv", "已加入且營業中的店家與場館", "CSV", VENUE_COLUMNS, _VENUES),
    ("venues.json", "已加入且營業中的店家與場館", "JSON", VENUE_COLUMNS, _VENUES),
    ("venues.geojson", "已加入且營業中的店家與場館（點位）", "GeoJSON", VENUE_COLUMNS, _VENUES),
)
_PAGING = (
    '店家資料分頁：回應的 Link 標頭以 rel="next" 給下一頁的網址（JSON 與 GeoJSON 另有 next 欄位），'
    "沒有時即為最後一頁。各頁以同一個統計截止日與資料序號計算，下載期間的異動不會使各頁不一致。"
)
_CACHING = (
    "回應附 ETag 與 Last-Modified；下次以 If-None-Match 帶回 ETag，未變動時回 304。支援 gzip 與 HEAD。"
    "每一來源位址每分鐘約 120 次（可連續 60 次），超過時回 429 並以 Retry-After 告知秒數。"
)


def index_document(
    terms: Licence, today: date, schemes: Sequence[tuple[str, str]], *, invented: bool
) -> dict[str, object]:
    """The index as JSON; addresses are relative to `/open-data`."""
    return {
        "title": f"{TITLE}開放資料",
        "demonstration": invented,
        "licence": terms.name,
        "licence_url": terms.url,
        "as_of": today.isoformat(),
        "schemes": [{"code": code, "name": name} for code, name in schemes],
        "resources": [
            {
                "path": f"open-data/{path}",
                "title": title,
                "format": form,
                "fields": {name: FIELDS[name] for name in columns},
                "parameters": {name: PARAMETERS[name] for name in parameters},
            }
            for path, title, form, columns, parameters in RESOURCES
        ],
        "paging": _PAGING,
        "caching": _CACHING,
    }


def index_page(terms: Licence, today: date, schemes: Sequence[tuple[str, str]], *, invented: bool) -> str:
    """The index as a page for people; links are relative, whatever prefix a proxy adds."""
    title = f"{TITLE}開放資料"
    body = el(
        "main",
        el("p", el("a", "回總覽", href="./")),
        el("header", _anchor("C", "中央內容區塊"), el("h1", "開放資料"), class_="head"),
        el("p", el("strong", "示範資料：店家與狀態皆為虛構")) if invented else None,
        el("p", f"統計至{roc(today)}。授權：", el("a", terms.name, href=terms.url, rel="license"), "。"),
        el("p", "方案：", "、".join(f"{name}（{code}）" for code, name in schemes), "。"),
        el("h2", "檔案"),
        _table(("檔案", "內容", "參數"), [_resource(one) for one in RESOURCES]),
        el("h2", "欄位"),
        _table(("欄位", "說明"), [(el("code", name), text) for name, text in FIELDS.items()]),
        el("h2", "參數"),
        _table(("參數", "說明"), [(el("code", name), text) for name, text in PARAMETERS.items()]),
        el("h2", "分頁與使用限制"),
        el("p", _PAGING),
        el("p", _CACHING),
    )
    head = el(
        "head",
        Html('<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'),
        el("title", title),
    )
    page = el("body", body, _foot(), class_="open-data")
    return f"<!doctype html>{el('html', head, page, lang='zh-Hant')}"


def _foot() -> Html:
    """The foot of the pages, on this one that is no page of Streamlit's."""
    links = (("site-map", "網站導覽"), ("privacy", "隱私權及資料使用說明"))
    items = [el("li", el("a", name, href=address)) for address, name in links]
    nav = el("nav", el("ul", items), aria_label="下方資訊區塊")
    return el("footer", _anchor("Z", "下方資訊區塊"), nav, class_="sitefoot")


def _anchor(key: str, block: str) -> Html:
    """定位點: where a block begins, with its access key."""
    name = f"anchor-{key.lower()}"
    title = f"{block} (Alt+{key})"
    return el("a", ":::", href=f"#{name}", id=name, class_="anchor", title=title, accesskey=key, data_key=key)


def _resource(one: tuple[str, str, str, Sequence[str], Sequence[str]]) -> tuple[Html, str, Html]:
    path, title, form, _columns, parameters = one
    link = el("a", el("code", path), href=f"open-data/{path}")
    return link, f"{title}（{form}）", el("span", [el("code", name) for name in parameters], class_="codes")


def _table(headings: Sequence[str], rows: Sequence[Sequence[Html | str]]) -> Html:
    head = el("thead", el("tr", [el("th", text, scope="col") for text in headings]))
    body = [el("tr", el("th", row[0], scope="row"), [el("td", cell) for cell in row[1:]]) for row in rows]
    return el("div", el("table", head, el("tbody", body)), class_="scroll")
