"""Every word of the pages has its English, and every refusal its sentence."""

import importlib
import pkgutil
import re
import string
from collections.abc import Iterator

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract_from_dir

import outreach
from outreach.pages.words import catalogue, translated
from outreach.rules.refusals import Refusal
from tests.support.shared import ROOT

KEYWORDS = {"_": None, "N_": None, "n_": None}
CHINESE = re.compile("[\u4e00-\u9fff]")


def _on_pages() -> set[str]:
    found = extract_from_dir(
        str(ROOT / "outreach" / "pages"), method_map=[("**.py", "python")], keywords=KEYWORDS
    )
    return {message for _file, _line, message, _comments, _context in found if isinstance(message, str)}


def _refusals(of: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    for each in of.__subclasses__():
        yield each
        yield from _refusals(each)


def _templates() -> set[str]:
    """Of every refusal that a page can meet; the command line speaks Chinese only."""
    for module in pkgutil.walk_packages(outreach.__path__, "outreach."):
        if not re.search(r"\.(migrations|cli|__main__|demo)\b", module.name):
            importlib.import_module(module.name)
    return {
        each.template
        for each in _refusals()
        if CHINESE.search(each.template)
        and each.__module__.startswith("outreach.")
        and not each.__module__.startswith("outreach.cli")
    }


def _fields(text: str) -> set[str]:
    return {name for _before, name, _format, _conversion in string.Formatter().parse(text) if name}


def _forms(message: Message) -> list[str]:
    told = message.string or ""
    return [told] if isinstance(told, str) else list(told)


@pytest.mark.parametrize("where", ["pages", "refusals"])
def test_every_text_has_its_english(where: str) -> None:
    wanted = _on_pages() if where == "pages" else _templates()
    assert len(wanted) > 40
    english = catalogue("en")
    missing = sorted(text for text in wanted if (message := english.get(text)) is None or not message.string)
    assert not missing, "add to a .po file of outreach/locale/en/LC_MESSAGES:\n" + "\n".join(
        f'msgid "{text}"\nmsgstr ""\n' for text in missing
    )


def test_a_translation_fills_in_what_the_original_fills_in() -> None:
    for message in catalogue("en"):
        if not message.id:
            continue
        source = message.id if isinstance(message.id, str) else message.id[0]
        for form in _forms(message):
            assert _fields(form) <= _fields(source), source


def test_english_has_no_chinese_left_in_it_but_examples_of_it() -> None:
    examples = {"大安區", "店家名稱", "地址", "參與狀態", "台北市,松山區", "商業處", "店名", "店", "大安"}
    for message in catalogue("en"):
        text = " ".join(_forms(message))
        for example in sorted(examples, key=len, reverse=True):
            text = text.replace(example, "")
        left = CHINESE.findall(text)
        assert not left or "北市衛疾字" in text or "代碼" in text, text


def test_a_text_without_a_translation_is_shown_as_it_is() -> None:
    assert translated("沒有這句話", "en") == "沒有這句話"


def test_a_number_of_things_is_told_in_the_form_that_english_has_for_it() -> None:
    assert [translated("還差 {count} 家", "en", count) for count in (1, 13)] == [
        "{count} venue missing",
        "{count} venues missing",
    ]
    assert translated("還差 {count} 家", "zh", 13) == "還差 {count} 家"
