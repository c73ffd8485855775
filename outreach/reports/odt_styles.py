"""How an ODT paper looks: pages, faces, and the styles of its paragraphs and tables."""

from __future__ import annotations

from typing import Any

from odf import number, style, text
from odf.opendocument import OpenDocument

from outreach.reports.widths import TURNED, UPRIGHT

#: The faces that a reader's computer is asked for, in order: the PDF's own, then an office's Ming and Kai.
FACES = "'Noto Serif TC', PMingLiU, 新細明體, DFKai-SB, 標楷體"
_FACE = "Ming"
_SHADE, _LINE = "#EEEEEE", "0.5pt solid #6E6E6E"
#: The names of the pages, upright and turned.
PAGES = {False: "Standard", True: "Turned"}
#: Points of the headings by level.
_SIZES = (14, 12.5, 11.5, 11)
_EM = 11
COUNT = "count"


def add_styles(document: OpenDocument, foot: str) -> Any:
    """Add the fixed styles and the two kinds of page with their foot; the style of a picture's frame."""
    document.fontfacedecls.addElement(
        style.FontFace(name=_FACE, fontfamily=FACES, fontfamilygeneric="roman", fontpitch="variable")
    )
    default = style.DefaultStyle(family="paragraph")
    default.addElement(
        style.ParagraphProperties(lineheight="115%", writingmode="lr-tb", textautospace="none")
    )
    # Digits and Latin words are English: as Chinese they would be broken anywhere, 5,496 in its middle.
    default.addElement(
        style.TextProperties(
            fontname=_FACE,
            fontnameasian=_FACE,
            fontnamecomplex=_FACE,
            language="en",
            country="US",
            languageasian="zh",
            countryasian="TW",
            **_size(_EM),
        )
    )
    document.styles.addElement(default)
    _add_paragraphs(document)
    _add_cells(document)
    for landscape in (False, True):
        _add_page(document, foot, landscape=landscape)
    frame = style.Style(name="Frame", family="graphic")
    frame.addElement(style.GraphicProperties(verticalpos="top", verticalrel="baseline"))
    document.styles.addElement(frame)
    return frame


def paragraph_style(
    name: str,
    *,
    parent: str | None = "Standard",
    size: float | None = None,
    bold: bool = False,
    master: str | None = None,
    **looks: str,
) -> Any:
    """A paragraph's style; `looks` are properties of paragraphs by odfpy's names."""
    told: dict[str, str] = {"parentstylename": parent} if parent else {}
    if master:
        told["masterpagename"] = master
    made = style.Style(name=name, family="paragraph", **told)
    if looks:
        made.addElement(style.ParagraphProperties(**looks))
    if size is not None or bold:
        weight = {"fontweight": "bold", "fontweightasian": "bold"} if bold else {}
        made.addElement(style.TextProperties(**(_size(size) if size else {}), **weight))
    return made


def _size(points: float) -> dict[str, str]:
    return dict.fromkeys(("fontsize", "fontsizeasian", "fontsizecomplex"), f"{points:g}pt")


def _add_paragraphs(document: OpenDocument) -> None:
    styles = document.styles
    styles.addElement(paragraph_style("Standard", parent=None, margintop="0pt", marginbottom="5pt"))
    styles.addElement(
        paragraph_style(
            "Title", size=17, bold=True, textalign="center", marginbottom="14pt", keepwithnext="always"
        )
    )
    styles.addElement(paragraph_style("Fact", marginleft="33pt", textindent="-33pt", marginbottom="2pt"))
    for level, size in enumerate(_SIZES, 1):
        styles.addElement(_heading(level, size))
    for level in range(len(_SIZES) + 1):
        inset = level * _EM
        styles.addElement(paragraph_style(f"Plain{level}", marginleft=f"{inset}pt"))
        styles.addElement(paragraph_style(f"Step{level}", marginleft=f"{inset + _EM}pt"))
        styles.addElement(
            paragraph_style(
                f"Conclusion{level}",
                marginleft=f"{inset}pt",
                margintop="6pt",
                marginbottom="8pt",
                padding="6pt",
                borderleft="2.5pt solid #000000",
                backgroundcolor=_SHADE,
            )
        )
        styles.addElement(
            paragraph_style(
                f"Line{level}",
                marginleft=f"{inset}pt",
                margintop="14pt",
                borderbottom=_LINE,
                joinborder="false",
            )
        )
    styles.addElement(
        paragraph_style("Note", size=8.5, margintop="3pt", marginbottom="10pt", lineheight="105%")
    )
    styles.addElement(
        paragraph_style(
            "TableCaption",
            size=10.5,
            textalign="center",
            margintop="8pt",
            marginbottom="3pt",
            keepwithnext="always",
        )
    )
    styles.addElement(
        paragraph_style("Picture", textalign="center", keepwithnext="always", lineheight="100%")
    )
    styles.addElement(paragraph_style("PictureCaption", size=10.5, textalign="center", marginbottom="10pt"))


def _heading(level: int, size: float) -> Any:
    made = style.Style(
        name=f"Heading_20_{level}",
        displayname=f"Heading {level}",
        family="paragraph",
        parentstylename="Standard",
        defaultoutlinelevel=str(level),
    )
    made.addElement(
        style.ParagraphProperties(
            marginleft=f"{(level - 1) * _EM}pt",
            margintop="12pt" if level == 1 else "8pt",
            marginbottom="5pt",
            keepwithnext="always",
        )
    )
    weight = "bold" if level < 3 else "normal"
    made.addElement(style.TextProperties(**_size(size), fontweight=weight, fontweightasian=weight))
    return made


def _add_cells(document: OpenDocument) -> None:
    """Cells, lines of cells, and how a number is written: with a mark at thousands."""
    whole = number.NumberStyle(name=COUNT)
    whole.addElement(number.Number(decimalplaces="0", minintegerdigits="1", grouping="true"))
    document.automaticstyles.addElement(whole)
    looks = {"padding": "3pt", "border": _LINE, "verticalalign": "middle"}
    for name, shade, counted in (
        ("Cell", False, False),
        ("CellCount", False, True),
        ("Heading", True, False),
        ("Total", True, False),
        ("TotalCount", True, True),
    ):
        told = {"datastylename": COUNT} if counted else {}
        made = style.Style(name=name, family="table-cell", **told)
        filled = {"backgroundcolor": _SHADE} if shade else {}
        made.addElement(style.TableCellProperties(**looks, **filled))
        document.automaticstyles.addElement(made)
    for name, kept in (("Row", "always"), ("LongRow", "auto")):
        row = style.Style(name=name, family="table-row")
        row.addElement(style.TableRowProperties(keeptogether=kept))
        document.automaticstyles.addElement(row)


def _add_page(document: OpenDocument, foot: str, *, landscape: bool) -> None:
    name = PAGES[landscape]
    layout = style.PageLayout(name=f"{name}Page")
    sides = ("29.7cm", "21cm") if landscape else ("21cm", "29.7cm")
    layout.addElement(
        style.PageLayoutProperties(
            pagewidth=sides[0],
            pageheight=sides[1],
            printorientation="landscape" if landscape else "portrait",
            margintop="1.8cm",
            marginbottom="1.2cm",
            marginleft="2cm",
            marginright="2cm",
        )
    )
    space = style.FooterStyle()
    space.addElement(style.HeaderFooterProperties(minheight="0.8cm", margintop="0.3cm"))
    layout.addElement(space)
    document.automaticstyles.addElement(layout)
    document.styles.addElement(_foot_style(name, TURNED if landscape else UPRIGHT))
    page = style.MasterPage(name=name, pagelayoutname=layout)
    footer = style.Footer()
    said = text.P(stylename=f"{name}Foot")
    said.addText(foot)
    said.addElement(text.Tab())
    said.addText("第 ")
    said.addElement(text.PageNumber(selectpage="current", text="1"))
    said.addText(" 頁／共 ")
    said.addElement(text.PageCount(text="1"))
    said.addText(" 頁")
    footer.addElement(said)
    page.addElement(footer)
    document.masterstyles.addElement(page)


def _foot_style(name: str, width: float) -> Any:
    made = style.Style(name=f"{name}Foot", family="paragraph", parentstylename="Standard")
    looks = style.ParagraphProperties(
        bordertop=_LINE, paddingtop="3pt", marginbottom="0pt", lineheight="100%"
    )
    stops = style.TabStops()
    stops.addElement(style.TabStop(position=f"{width:.1f}pt", type="right"))
    looks.addElement(stops)
    made.addElement(looks)
    made.addElement(style.TextProperties(**_size(8.5)))
    return made
