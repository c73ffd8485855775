"""A small paper with everything that is hard to write: for tests of each format."""

from __future__ import annotations

from outreach.reports.model import (
    Block,
    Cell,
    Column,
    Heading,
    Look,
    Paper,
    Paragraph,
    Picture,
    Row,
    Table,
)

#: Texts that break a writer who does not escape, folds spaces, or lets a spreadsheet compute.
TRICKY = (
    "<&>\"'",
    "=cmd|' /C calc'!A0",
    "+886 2 2720 8889",
    "−3.20",
    "-@sum",
    "@here",
    "𠮷野家、葉記、堃峯商行",
    "Ａ棟　兩  格",
    "#set page(width: 1cm) $x$ *粗* _斜_ `碼` \\ // [括] @ref ~",
    "一行\n又一行",
    "很長的名稱" * 16,
    "VeryLongLatinNameWithoutAnySpaceToBreakAt" * 3,
)

_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="360" height="120" viewBox="0 0 360 120">'
    '<rect width="360" height="120" fill="#FBFAF7"/>'
    '<rect x="20" y="30" width="80" height="70" fill="#0F766E"/>'
    '<text x="120" y="70" font-size="16" fill="#1B2733">增減 &lt;&amp;&gt;</text></svg>'
)


def number(value: int) -> Cell:
    """A count."""
    return Cell(f"{value:,}", value)


def rate(hundredths: int) -> Cell:
    """A rate as printed."""
    return Cell(f"{hundredths // 100}.{hundredths % 100:02d} %", rate=hundredths)


def agencies_table(name: str = "item1-agencies", *, landscape: bool = True) -> Table:
    """Grouped headings, subordinates, a cut rate, a rate too small to print, none at all, and a total."""
    columns = (
        Column("項次", width=4),
        Column("機關", width=16),
        Column("提報家數(A)", numeric=True),
        Column("歇業", "毋須納入母數(B)", numeric=True),
        Column("小計", "毋須納入母數(B)", numeric=True),
        Column("完成率(D/C)", numeric=True),
        Column("增減(百分點)", numeric=True),
        Column("備註", width=20),
    )

    def row(
        at: str,
        agency: str,
        counts: tuple[int, int, int],
        of: Cell,
        moved: Cell,
        remark: str = "",
        *,
        indent: int = 0,
        total: bool = False,
    ) -> Row:
        cells = (Cell(at), Cell(agency), *map(number, counts), of, moved, Cell(remark))
        return Row(cells, indent, total)

    rows = (
        row("1", "產業局", (1849, 12, 12), rate(7135), Cell("+3.20", points=320), "併計所屬"),
        row("", "商業處", (1800, 12, 12), rate(10000), Cell("−0.07", points=-7), indent=1),
        row("", "市場處", (49, 0, 0), Cell("<0.01 %"), Cell("0.00", points=0), TRICKY[0], indent=1),
        row("2", "原住民族事務委員會", (0, 0, 0), Cell("—"), Cell("—"), TRICKY[1]),
        row("", "合計", (1849, 12, 12), rate(9882), Cell("+0.01", points=1), total=True),
    )
    note = "完成率取至小數第2位，以下捨去。"
    return Table(name, "表1 台北通 myCode+ 各機關執行情形", columns, rows, note, landscape)


def names_table(name: str = "annex1-excluded", rows: int = 60) -> Table:
    """Many rows of tricky texts, over several pages."""
    columns = (Column("機關", width=10), Column("店家名稱", width=24), Column("備註", width=20))
    told = tuple(
        Row((Cell("商業處"), Cell(TRICKY[i % len(TRICKY)]), Cell(TRICKY[-1 - i % len(TRICKY)])))
        for i in range(rows)
    )
    return Table(name, "附件一 毋須納入母數清冊", columns, told, "僅列前 60 家。")


def empty_table(name: str = "item1-review") -> Table:
    """A table without a row."""
    return Table(name, "表3 檢討名單", (Column("機關"), Column("未完成", numeric=True)), ())


def picture(name: str = "item1-waterfall") -> Picture:
    """A drawing with a caption."""
    return Picture(name, "圖1 增減原因 <&>", "已完成由 12 家增為 15 家。", _SVG, 360, 120)


def sample_paper() -> Paper:
    """A paper with every block, tricky texts everywhere, an empty table, and long appendix."""
    blocks: tuple[Block, ...] = (
        Paragraph("(備註：將「電子收據系統」修正文字為「電子領據系統」)", Look.NOTE),
        Heading(1, "壹、", "宣讀第212次主任秘書會報紀錄"),
        Paragraph("", Look.CONCLUSION),
        Heading(1, "貳、", "報告事項"),
        Heading(2, "一、", "主任秘書會報會議結論事項執行情形 <&>"),
        Paragraph("列管編號205-2等9案同意解除列管。", Look.STEP),
        Heading(2, "二、", "台北通 myCode+ 截至110年10月14日執行情形（研考會）"),
        Heading(3, "1.", "說明"),
        *(Paragraph(text, Look.STEP) for text in TRICKY),
        agencies_table(),
        picture(),
        empty_table(),
        Heading(3, "2.", "會議結論"),
        Heading(4, "（一）", "請未達者持續努力。"),
        Paragraph("備查", Look.CONCLUSION),
        Heading(1, "參、", "綜合會議結論"),
        Paragraph("", Look.CONCLUSION),
        Paragraph("散會（　時　分）"),
    )
    return Paper(
        "臺北市政府第213次主任秘書會報 會議資料",
        (("時間", "110年10月26日（星期二）"), ("地點", "市政大樓 <&> 𠮷"), ("主席", ""), ("紀錄", "")),
        blocks,
        (Heading(1, "附件一", "毋須納入母數清冊"), names_table(), picture("annex-map")),
        "第2版　資料擷取時間 110年10月26日 17:00",
    )
