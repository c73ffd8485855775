"""The paper of a meeting, once: headings, sentences, tables and pictures in their order.

Every file is made from this and read back against it, so that no format can say another number. It holds no
sums: whoever makes a paper takes each number from an edition and says here where it stands.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Look(StrEnum):
    """How a paragraph looks."""

    PLAIN = "plain"
    # A sentence of the numbered text, one step in.
    STEP = "step"
    # Small, below a table or picture.
    NOTE = "note"
    # 會議結論, set off; an empty one is a line to write on.
    CONCLUSION = "conclusion"


@dataclass(frozen=True, slots=True)
class Heading:
    """A numbered heading: level 1 壹、, 2 一、, 3 1., 4 （一）; `number` is the numbering as printed."""

    level: int
    number: str
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph of text."""

    text: str
    look: Look = Look.PLAIN


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its heading, the heading above several of them (""), whether numbers stand in it.

    `width` is its share of the table's width.
    """

    title: str
    group: str = ""
    numeric: bool = False
    width: int = 10


@dataclass(frozen=True, slots=True)
class Cell:
    """What is printed, and the number behind it, from which a spreadsheet makes a number.

    `value` is a whole number of venues; `rate` is in hundredths of a percent, cut as printed (9310 for
    "93.10 %"); `points` a difference of rates in hundredths of a percentage point. At most one is told.
    """

    text: str
    value: int | None = None
    rate: int | None = None
    points: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One line; `indent` 1 is a subordinate below its bureau, `total` a 合計."""

    cells: tuple[Cell, ...]
    indent: int = 0
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a name that is its own in the paper (ASCII, such as `item1-agencies`)."""

    name: str
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    landscape: bool = False

    def __post_init__(self) -> None:
        """Every row has a cell for each column."""
        assert all(len(row.cells) == len(self.columns) for row in self.rows), self.name


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing as SVG (size in CSS pixels), with a caption, and the same in words for who cannot see it."""

    name: str
    caption: str
    words: str
    svg: str
    width: int
    height: int


Block = Heading | Paragraph | Table | Picture


@dataclass(frozen=True, slots=True)
class Paper:
    """A whole paper: what stands above, the blocks, and what every page's foot says.

    `title` is 臺北市政府第213次主任秘書會報 會議資料; `facts` are 時間、地點、主席 … with their words; `foot`
    is edition and moment of capture, to which a file with pages adds 第○頁／共○頁. `appendix` begins a page.
    """

    title: str
    facts: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    appendix: tuple[Block, ...]
    foot: str

    def tables(self) -> Iterator[Table]:
        """Every table, in order."""
        return (block for block in (*self.blocks, *self.appendix) if isinstance(block, Table))

    def pictures(self) -> Iterator[Picture]:
        """Every picture, in order."""
        return (block for block in (*self.blocks, *self.appendix) if isinstance(block, Picture))
