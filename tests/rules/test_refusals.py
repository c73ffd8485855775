"""Refusals: one sentence with the value that was read, in Chinese, or in English by a catalogue."""

from __future__ import annotations

import importlib
import pkgutil
import string

import pytest

import outreach.rules
from outreach.rules.dates import NotADay
from outreach.rules.orders import OrderEndsBeforeItBegins
from outreach.rules.refusals import Refusal
from outreach.rules.remarks import RemarkMissing


def every_refusal_of_the_rules() -> list[type[Refusal]]:
    for module in pkgutil.iter_modules(outreach.rules.__path__, "outreach.rules."):
        importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        for refusal in waiting.pop().__subclasses__():
            waiting.append(refusal)
            # A class with refusals below it only gathers them; nobody is told so.
            if refusal.__module__.startswith("outreach.rules.") and not refusal.__subclasses__():
                found.append(refusal)
    return found


REFUSALS = every_refusal_of_the_rules()


def placeholders(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def test_the_rules_refuse_days_orders_and_missing_remarks() -> None:
    assert {NotADay, OrderEndsBeforeItBegins, RemarkMissing} <= set(REFUSALS)


@pytest.mark.parametrize("refusal", REFUSALS)
def test_every_refusal_is_one_chinese_sentence_that_repeats_what_was_read(refusal: type[Refusal]) -> None:
    assert placeholders(refusal.template), "says nothing of the value that was read"
    assert refusal.template.endswith("。")
    assert refusal.template.count("。") == 1
    assert "\n" not in refusal.template
    assert "例如" in refusal.template or "請用" in refusal.template


def test_the_same_values_fill_the_sentence_of_another_language() -> None:
    refusal = RemarkMissing(value="歇業")
    english = {RemarkMissing.template: "“{value}” needs a remark that says why."}
    assert refusal.in_words(english.__getitem__) == "“歇業” needs a remark that says why."
    assert refusal.in_words(lambda template: template) == str(refusal)


def test_braces_in_what_was_read_are_shown_as_they_are() -> None:
    for read in ("{", "{value}", "{0}", "110{/02}/30"):
        assert f"『{read}』" in str(RemarkMissing(value=read))
        assert f"『{read}』" in RemarkMissing(value=read).in_words(lambda template: template)
