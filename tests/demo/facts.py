"""What the minutes and the city's announcements say, written out once for the tests."""

from __future__ import annotations

from datetime import date, datetime

from outreach.rules.dates import TAIPEI

MYCODE_AS_OF = date(2021, 10, 14)
BEAR_AS_OF = date(2021, 10, 26)
MEETING_KNEW = datetime(2021, 10, 26, 9, 0, tzinfo=TAIPEI)
FIRST_DAY = date(2021, 8, 2)
LAST_DAY = date(2021, 11, 24)

TWENTY_FOUR = (
    *("民政局", "教育局", "產業局", "工務局", "交通局", "社會局", "衛生局", "勞動局"),
    *("警察局", "消防局", "地政局", "財政局", "環保局", "都發局", "文化局", "捷運局"),
    *("觀傳局", "體育局", "秘書處", "公訓處", "原民會", "客委會", "北水處", "翡管局"),
)
SHORT_UNDER_BEAR_VOUCHER = {"產業局", "捷運局"}

DISTRICTS = ["松山", "信義", "大安", "中山", "中正", "大同", "萬華", "文山", "南港", "內湖", "士林", "北投"]
SUBORDINATES = {
    "民政局": {f"{district}區公所" for district in DISTRICTS},
    "教育局": {"動物園", "圖書館"},
    "產業局": {"商業處", "市場處"},
    "工務局": {"公園處"},
    "交通局": {"停管處"},
    "文化局": {"美術館"},
    "秘書處": {"公管中心"},
}

REOPENED_ON = {
    "視聽歌唱業": date(2021, 10, 5),
    "舞場業": date(2021, 11, 2),
    "三溫暖業": date(2021, 11, 2),
    "酒家業": date(2021, 11, 16),
    "酒吧業": date(2021, 11, 16),
    "舞廳業": date(2021, 11, 16),
    "特種咖啡茶室業": date(2021, 11, 16),
    "理髮業": None,
}
