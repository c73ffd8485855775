"""Pieces that every .ods file has, as text: documents, cells of words, the frozen headings, the manifest.

The format asks for a few small parts, and building the same by a document tree (odfpy) takes about fifty
times as long for five thousand rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from xml.sax.saxutils import escape, quoteattr

MIME = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
#: What a document may use, by prefix.
_NAMES = {
    "office": _URN + "office:1.0",
    "table": _URN + "table:1.0",
    "text": _URN + "text:1.0",
    "style": _URN + "style:1.0",
    "number": _URN + "datastyle:1.0",
    "of": _URN + "of:1.2",
    "draw": _URN + "drawing:1.0",
    "svg": _URN + "svg-compatible:1.0",
    "fo": _URN + "xsl-fo-compatible:1.0",
    "config": _URN + "config:1.0",
    "xlink": "http://www.w3.org/1999/xlink",
}
_DECLARED = "".join(f' xmlns:{prefix}="{address}"' for prefix, address in _NAMES.items())
#: White space that would be folded: a tab, a newline, or a space that is not between two other characters.
_MEANT_SPACE = re.compile(r"^ +| +$| {2,}|\t")


def document(kind: str, inside: str) -> bytes:
    """A part of the file: "document-content", "document-styles" or "document-settings"."""
    return f'{_HEAD}<office:{kind}{_DECLARED} office:version="1.3">{inside}</office:{kind}>'.encode()


def spreadsheet(styles: str, sheets: str, *, faces: str = "") -> bytes:
    """The part with the sheets, and the styles that they name."""
    return document(
        "document-content",
        f"{faces}<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>",
    )


def words_cell(text: str, style: str, attributes: str = "") -> str:
    """A cell of words, a paragraph a line; `attributes` begin with a space."""
    paragraphs = "".join(f"<text:p>{spaced(line)}</text:p>" for line in text.split("\n"))
    return (
        f'<table:table-cell table:style-name="{style}"{attributes} office:value-type="string">'
        f"{paragraphs}</table:table-cell>"
    )


def spaced(line: str) -> str:
    """A line of text as ODF keeps it: escaped, and with every space and tab that XML would fold."""

    def mark(found: re.Match[str]) -> str:
        return "<text:tab/>" if found[0] == "\t" else f'<text:s text:c="{len(found[0])}"/>'

    return _MEANT_SPACE.sub(mark, escape(line))


def frozen(heads: Iterable[tuple[str, int]]) -> bytes:
    """The view in which so many lines of each sheet, by name, stay when the rows scroll."""
    views = "".join(_view(name, lines) for name, lines in heads)
    return document(
        "document-settings",
        '<office:settings><config:config-item-set config:name="ooo:view-settings">'
        '<config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>'
        f'<config:config-item-map-named config:name="Tables">{views}</config:config-item-map-named>'
        "</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set>"
        "</office:settings>",
    )


def _view(name: str, lines: int) -> str:
    items = (
        ("VerticalSplitMode", "short", 2),
        ("VerticalSplitPosition", "int", lines),
        ("PositionBottom", "int", lines),
    )
    entries = "".join(
        f'<config:config-item config:name="{item}" config:type="{kind}">{value}</config:config-item>'
        for item, kind, value in items
    )
    told = f"config:name={quoteattr(name)}"
    return f"<config:config-item-map-entry {told}>{entries}</config:config-item-map-entry>"


def whole(parts: Mapping[str, bytes], pictures: Mapping[str, bytes] | None = None) -> dict[str, bytes]:
    """Every part of the file by name, the type's name first as the format demands and the manifest last.

    `parts` are XML, `pictures` PNG.
    """
    held = [("/", MIME), *((name, "text/xml") for name in parts)]
    held += [(name, "image/png") for name in pictures or {}]
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in held
    )
    manifest = (
        f'{_HEAD}<manifest:manifest xmlns:manifest="{_URN}manifest:1.0" manifest:version="1.3">'
        f"{entries}</manifest:manifest>"
    )
    return {
        "mimetype": MIME.encode(),
        **parts,
        **(pictures or {}),
        "META-INF/manifest.xml": manifest.encode(),
    }
