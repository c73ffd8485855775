"""隱私權及資料使用說明: what is kept of whoever uses the pages, what is not, and whom to ask. Public.

Every sentence here says what the program does; whoever changes that changes the sentence: cookies are
`web/signing_in.py`'s and Streamlit's, reports `services/error_reports.py`'s, counted addresses
`services/attempts.py`'s and `web/pace.py`'s, contact details `services/privacy.py`'s.
"""

from __future__ import annotations

from collections.abc import Sequence

from outreach.pages import frame
from outreach.pages.markup import Html, el
from outreach.pages.markup import show as put
from outreach.pages.words import N_, _
from outreach.services.tiles import tiles_host

#: What is said where the map has no base map of another host's tiles, and where it has.
_OWN = N_("頁面、字型與地圖都由本站提供，您的瀏覽器不向其他網站要任何東西。")
_TILED = N_(
    "頁面、字型、界線與店家都由本站提供。地圖的底圖來自 {host}，"
    "由您的瀏覽器直接取用，該站因此看得到您的網路位址。"
)
#: Headings, each with its paragraphs.
SECTIONS: Sequence[tuple[str, Sequence[str]]] = (
    (
        N_("瀏覽公開頁面"),
        (
            N_("總覽與地圖不必登入，也不會問您的姓名、電話或身分證字號。"),
            N_("本站沒有流量分析，沒有廣告；程式本身不記錄誰看過哪一頁。"),
            _OWN,
            N_(
                "瀏覽時只有一個 cookie（_streamlit_xsrf），用來防止他站冒名送出資料，不辨識您是誰，"
                "關閉瀏覽器即失效。瀏覽器另會記住您選的深淺色。"
            ),
        ),
    ),
    (
        N_("您的位置"),
        (
            N_("地圖要用到您的位置時，瀏覽器會先問您。"),
            N_("位置只在您的瀏覽器內用來比對遠近，不送到伺服器，也不保存；不同意仍可用地圖與表格。"),
        ),
    ),
    (
        N_("回報錯誤"),
        (
            N_("回報時只記下：哪一家、哪種情形、您寫的說明、回報時間。沒有姓名或電話欄位。"),
            N_("說明中的電話、電子郵件與身分證字號會自動遮蔽，再交給轄管機關處理。"),
            N_("為防止大量灌入，網路位址轉為代碼計次，不存原來的位址；一天沒有再回報就重新計算，之後清除。"),
        ),
    ),
    (
        N_("開放資料"),
        (
            N_("公開的店家資料只有名稱、地址、位置、適用券別與加入日期，不含聯絡人與電話。"),
            N_("限制下載速度時，網路位址只留在記憶體中計次，不寫入檔案。"),
        ),
    ),
    (
        N_("登入的同仁"),
        (
            N_(
                "登入後另有兩個 cookie：outreach_session 表示已登入，關閉瀏覽器、登出或閒置逾時即失效；"
                "outreach_device 保留 180 天，讓您在用過的裝置不受他人猜測密碼影響。"
            ),
            N_("密碼只存雜湊值；登入失敗以帳號與網路位址的代碼計次。登入、登出與帳號變更留有紀錄。"),
            N_("每一筆登錄記下是誰、何時所做，這是數字可以查考的根據。"),
            N_("訪視頁使用目前位置時，座標會送到本程式安排順序，只留到您結束使用，不寫入資料庫與網址。"),
        ),
    ),
    (
        N_("店家的聯絡人與電話"),
        (
            N_(
                "由轄管機關為推廣本市方案而蒐集，只有轄管機關與負責管考、系統的人員可以查看；後者每次查看與匯出都有紀錄。"
            ),
            N_("超過保存期限即予刪除；當事人也可以隨時請轄管機關更正或刪除。"),
        ),
    ),
    (
        N_("您的權利與洽詢"),
        (
            N_(
                "依個人資料保護法第 3 條，您可以請求查詢、閱覽、製給複製本、補充或更正、"
                "停止蒐集處理利用，以及刪除。"
            ),
            N_("請向店家的轄管機關提出，或撥打 1999 臺北市民當家熱線（外縣市 02-2720-8889）。"),
        ),
    ),
)


def show() -> None:
    """The notice, section by section."""
    frame.head(_("隱私權及資料使用說明"))
    host = tiles_host(frame.city())
    put(el("div", [_section(title, told, host) for title, told in SECTIONS], class_="reading"))


def _section(title: str, told: Sequence[str], host: str | None) -> Html:
    texts = [_(_TILED).format(host=host) if text == _OWN and host else _(text) for text in told]
    return el("section", el("h2", _(title)), [el("p", text) for text in texts])
