"""The styles of the paper's .ods: pages, columns, cells, and how numbers show exactly what is printed."""

from __future__ import annotations

from outreach.reports.model import Picture
from outreach.reports.workbook import FACE

_TEXT = '<number:text-style style:name="as-text"><number:text-content/></number:text-style>'
_WHOLE = '<number:number number:decimal-places="0" number:min-integer-digits="1" number:grouping="true"/>'
_DECIMALS = (
    '<number:number number:decimal-places="2" number:min-decimal-places="2" number:min-integer-digits="1"/>'
)


def _signed(name: str, number: str) -> str:
    """A number style with + above zero and − below."""
    parts = "".join(
        f'<number:number-style style:name="{name}-{which}" style:volatile="true">'
        f"<number:text>{sign}</number:text>{number}</number:number-style>"
        for which, sign in (("up", "+"), ("down", "−"))
    )
    return (
        f'{parts}<number:number-style style:name="{name}">{number}'
        f'<style:map style:condition="value()&gt;0" style:apply-style-name="{name}-up"/>'
        f'<style:map style:condition="value()&lt;0" style:apply-style-name="{name}-down"/>'
        "</number:number-style>"
    )


_NUMBERS = (
    f'<number:number-style style:name="n-count">{_WHOLE}</number:number-style>'
    + _signed("n-change", _WHOLE)
    + _signed("n-points", _DECIMALS)
    + f'<number:percentage-style style:name="n-rate">{_DECIMALS}<number:text> %</number:text>'
    "</number:percentage-style>"
)
_LINES = ' fo:border="0.5pt solid #000000"'
_RIGHT, _CENTRE = ' fo:text-align="end"', ' fo:text-align="center"'


def _cell(
    name: str,
    data: str = "as-text",
    *,
    cell: str = "",
    paragraph: str = "",
    size: int = 11,
    bold: bool = False,
    wrap: bool = True,
) -> str:
    weight = ' fo:font-weight="bold" style:font-weight-asian="bold"' if bold else ""
    aligned = f"<style:paragraph-properties{paragraph}/>" if paragraph else ""
    wrapped = ' fo:wrap-option="wrap"' if wrap else ""
    return (
        f'<style:style style:name="{name}" style:family="table-cell" style:data-style-name="{data}">'
        f'<style:table-cell-properties{wrapped} style:vertical-align="top"{cell}/>{aligned}'
        f'<style:text-properties style:font-name="{FACE}" style:font-name-asian="{FACE}" '
        f'fo:font-size="{size}pt" style:font-size-asian="{size}pt"{weight}/></style:style>'
    )


def _cells() -> str:
    """Cells of the tables, each also as that of a 合計."""
    made = [
        _cell("title", size=16, bold=True, wrap=False),
        _cell("caption-bold", size=12, bold=True, wrap=False),
        _cell("caption", size=9, wrap=False),
        _cell("note", size=9),
        _cell("plain"),
        _cell("step", paragraph=' fo:margin-left="0.5cm"'),
        _cell("line", cell=' fo:border-bottom="0.5pt solid #000000"'),
        _cell("level1", size=14, bold=True),
        _cell("level2", size=12, bold=True),
        _cell("level3", bold=True),
        _cell("level4"),
        _cell("heading", cell=_LINES, paragraph=_CENTRE, bold=True),
    ]
    for weight, bold in (("", False), ("-total", True)):
        made += [
            _cell(f"cell{weight}", cell=_LINES, bold=bold),
            _cell(f"indented{weight}", cell=_LINES, paragraph=' fo:margin-left="0.4cm"', bold=bold),
            _cell(f"right{weight}", cell=_LINES, paragraph=_RIGHT, bold=bold),
        ]
        made += [
            _cell(f"{kind}{weight}", f"n-{kind}", cell=_LINES, paragraph=_RIGHT, bold=bold)
            for kind in ("count", "change", "rate", "points")
        ]
    return "".join(made)


def _page(name: str) -> str:
    """A sheet's style: its pages are those of the master page of the same name."""
    return (
        f'<style:style style:name="{name}" style:family="table" style:master-page-name="{name}">'
        '<style:table-properties table:display="true"/></style:style>'
    )


CONTENT_STYLES = _TEXT + _NUMBERS + _cells() + _page("upright") + _page("turned")


def column_style(width: float) -> str:
    """A column's style, named after its width in points."""
    return (
        f'<style:style style:name="w{width:.0f}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.0f}pt"/></style:style>'
    )


def row_style(picture: Picture) -> str:
    """The name of the style of a line as high as a picture."""
    return f"high{picture.height}"


def row_styles(heights: set[int]) -> str:
    """Styles of the lines that hold pictures, by height in pixels."""
    return "".join(
        f'<style:style style:name="high{height}" style:family="table-row"><style:table-row-properties '
        f'style:row-height="{height * 0.75:.1f}pt" style:use-optimal-row-height="false"/></style:style>'
        for height in sorted(heights)
    )


def _layout(name: str, width: str, height: str, direction: str) -> str:
    return (
        f'<style:page-layout style:name="{name}"><style:page-layout-properties fo:page-width="{width}" '
        f'fo:page-height="{height}" style:print-orientation="{direction}" fo:margin="1.6cm" '
        'style:scale-to-X="1" style:scale-to-Y="0" style:table-centering="horizontal"/>'
        '<style:footer-style><style:header-footer-properties fo:min-height="0.8cm" fo:margin-top="0.2cm"/>'
        "</style:footer-style></style:page-layout>"
    )


def _master(name: str) -> str:
    """Pages with a foot: `{foot}` on the left, 第○頁／共○頁 on the right."""
    return (
        f'<style:master-page style:name="{name}" style:page-layout-name="{name}-page"><style:footer>'
        "<style:region-left><text:p>{foot}</text:p></style:region-left>"
        "<style:region-right><text:p>第<text:page-number>1</text:page-number>頁／"
        "共<text:page-count>1</text:page-count>頁</text:p></style:region-right>"
        "</style:footer></style:master-page>"
    )


#: Both parts of the file that name a face declare it.
FACES = (
    f'<office:font-face-decls><style:font-face style:name="{FACE}" svg:font-family="{FACE}" '
    'style:font-family-generic="roman"/></office:font-face-decls>'
)
SHEET_STYLES = (
    FACES
    + "<office:styles/><office:automatic-styles>"
    + _layout("upright-page", "21cm", "29.7cm", "portrait")
    + _layout("turned-page", "29.7cm", "21cm", "landscape")
    + "</office:automatic-styles><office:master-styles>"
    + _master("upright")
    + _master("turned")
    + "</office:master-styles>"
)
