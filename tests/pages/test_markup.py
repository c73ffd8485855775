"""HTML that no text can break out of."""

from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from outreach.pages.markup import Html, el, join, terse


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, list[tuple[str, str | None]]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: Html) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


#: What HTML itself cannot carry: null, and a carriage return that it reads as a line's end.
TEXT = st.text(st.characters(blacklist_characters="\0\r", blacklist_categories=["Cs"]))


@given(TEXT)
def test_a_text_inside_an_element_is_read_back_as_it_was(text: str) -> None:
    reader = _read(el("p", text))
    assert (reader.text, [tag for tag, _attributes in reader.tags]) == (text, ["p"])


@given(TEXT)
def test_a_text_in_an_attribute_is_read_back_as_it_was(text: str) -> None:
    assert _read(el("a", "x", title=text)).tags == [("a", [("title", text)])]


def test_elements_within_elements_stand_as_they_are() -> None:
    assert el("p", el("b", "<1>"), None, [2, " 家"]) == "<p><b>&lt;1&gt;</b>2 家</p>"


def test_attributes_that_are_off_are_left_out() -> None:
    assert el("a", "x", class_="open", data_stay=True, title=None, hidden=False) == (
        '<a class="open" data-stay>x</a>'
    )


def test_joining_nothing_is_nothing() -> None:
    assert join(None) == ""


def test_a_piece_that_has_nothing_to_say_leaves_the_page_as_it_is() -> None:
    page = AppTest.from_string(
        "from outreach.pages.markup import el, show\nshow(None)\nshow(el('p', '有'))"
    ).run()
    assert not page.exception
    assert [str(html.body) for html in page.html] == ["<p>有</p>"]


def test_rows_without_the_ends_that_html_lets_go_hold_the_same_cells() -> None:
    rows = join([el("tr", el("th", "龍門里"), el("td", "</td>")), el("tr", el("td", 3))])
    assert terse(rows) == "<tr><th>龍門里<td>&lt;/td&gt;<tr><td>3"
