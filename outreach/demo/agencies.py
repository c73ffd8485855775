"""The city's agencies of late 2021: 24 of the first level with venues, their subordinates, and 研考會.

The minutes name only 產業局 and 捷運局 in this matter; who ran what is the demonstration's assumption.
"""

from __future__ import annotations

from outreach.demo.model import DemoAgency

CITY = "臺北市政府"

#: 產業局 and 捷運局: the two whose own venues had not all joined 熊好券 by 110-10-26.
ECONOMIC, RAPID_TRANSIT = "economic", "rapid_transit"
COMMERCE, MARKETS = "commerce", "markets"
RESEARCH = "research"

_BUREAUS = (
    ("civil_affairs", "民政局", "民政局", ()),
    ("education", "教育局", "教育局", ()),
    (ECONOMIC, "產業發展局", "產業局", ("產發局",)),
    ("public_works", "工務局", "工務局", ()),
    ("transportation", "交通局", "交通局", ()),
    ("social_welfare", "社會局", "社會局", ()),
    ("health", "衛生局", "衛生局", ()),
    ("labor", "勞動局", "勞動局", ()),
    ("police", "警察局", "警察局", ()),
    ("fire", "消防局", "消防局", ()),
    ("land", "地政局", "地政局", ()),
    ("finance", "財政局", "財政局", ()),
    ("environment", "環境保護局", "環保局", ()),
    ("urban_development", "都市發展局", "都發局", ()),
    ("culture", "文化局", "文化局", ()),
    (RAPID_TRANSIT, "捷運工程局", "捷運局", ()),
    ("tourism", "觀光傳播局", "觀傳局", ()),
    ("sports", "體育局", "體育局", ()),
    ("secretariat", "秘書處", "秘書處", ()),
    ("training", "公務人員訓練處", "公訓處", ()),
    ("indigenous", "原住民族事務委員會", "原民會", ()),
    ("hakka", "客家事務委員會", "客委會", ()),
)

_FULL_NAMES = (
    DemoAgency("water", "臺北自來水事業處", "北水處", ("自來水事業處",)),
    DemoAgency("reservoir", "臺北翡翠水庫管理局", "翡管局", ("翡翠水庫管理局",)),
)

#: The managers' office runs no venue, so it has no rate and is not among the 24.
_RESEARCH = DemoAgency(RESEARCH, CITY + "研究發展考核委員會", "研考會", ("研究發展考核委員會",))

_DISTRICT_SLUGS = {
    "松山區": "songshan",
    "信義區": "xinyi",
    "大安區": "daan",
    "中山區": "zhongshan",
    "中正區": "zhongzheng",
    "大同區": "datong",
    "萬華區": "wanhua",
    "文山區": "wenshan",
    "南港區": "nangang",
    "內湖區": "neihu",
    "士林區": "shilin",
    "北投區": "beitou",
}

#: The district office of each district by the district's name.
DISTRICT_OFFICES = {district: f"office_{slug}" for district, slug in _DISTRICT_SLUGS.items()}

_SUBORDINATES = (
    DemoAgency("zoo", "臺北市立動物園", "動物園", (), "education"),
    DemoAgency("library", "臺北市立圖書館", "圖書館", ("市立圖書館",), "education"),
    DemoAgency(COMMERCE, "臺北市商業處", "商業處", (), ECONOMIC),
    DemoAgency(MARKETS, "臺北市市場處", "市場處", (), ECONOMIC),
    DemoAgency("parks", "臺北市政府工務局公園路燈工程管理處", "公園處", (), "public_works"),
    DemoAgency("parking", "臺北市停車管理工程處", "停管處", (), "transportation"),
    DemoAgency("fine_arts", "臺北市立美術館", "美術館", (), "culture"),
    DemoAgency("city_hall", "臺北市政府公共事務管理中心", "公管中心", (), "secretariat"),
)


def agencies() -> tuple[DemoAgency, ...]:
    """Every agency, parents before their subordinates."""
    bureaus = tuple(
        DemoAgency(code, CITY + name, short, (*also, *((name,) if name != short else ())))
        for code, name, short, also in _BUREAUS
    )
    offices = tuple(
        DemoAgency(code, f"臺北市{district}公所", f"{district}公所", (), "civil_affairs")
        for district, code in DISTRICT_OFFICES.items()
    )
    return (*bureaus, *_FULL_NAMES, _RESEARCH, *offices, *_SUBORDINATES)


def roots() -> dict[str, str]:
    """Each agency's first-level agency; an agency of the first level is its own."""
    return {agency.code: agency.parent_code or agency.code for agency in agencies()}


def short_names() -> dict[str, str]:
    """Short name by code, for the names of officers and files."""
    return {agency.code: agency.short_name for agency in agencies()}
