"""The forms of schemes: another one, settings from a day on, names and words, categories."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import streamlit as st

from outreach.pages import frame
from outreach.pages.people.doing import do
from outreach.pages.terms import EXCLUSIONS, KINDS, PARTICIPATION
from outreach.pages.words import _
from outreach.rules.rate import Thresholds
from outreach.rules.schemes import SchemeSettings, percent_text, percentage
from outreach.rules.vocabulary import Exclusion, Kind, Participation
from outreach.services.schemes import (
    SchemeTold,
    SpokenOf,
    add_scheme,
    set_category,
    speak_of,
    state_settings,
)

_USUAL = SchemeSettings()


def adding() -> None:
    """The form of a new scheme."""
    with st.form("scheme_new", border=True):
        left, right = st.columns(2)
        left.text_input(_("方案名稱"), key="scheme_new_name", max_chars=40, placeholder=_("例如：冬季好禮券"))
        right.text_input(
            _("方案代碼"), key="scheme_new_code", max_chars=30, placeholder=_("例如：winter_voucher")
        )
        _spoken_fields("scheme_new", None)
        st.text_input(
            _("類別"), key="scheme_new_categories", placeholder=_("例如：A 百貨、B 小吃；沒有就留空")
        )
        _settings_fields("scheme_new", _USUAL)
        st.form_submit_button(_("新增方案"), type="primary", on_click=_add)


def settings(told: SchemeTold, today: date) -> None:
    """The form that states settings from a day on."""
    key = f"scheme_{told.scheme.code}"
    with st.expander(_("更改設定"), icon=":material/tune:"), st.form(f"{key}_settings", border=False):
        _settings_fields(key, told.settings)
        st.date_input(_("自這一天起"), value=today, key=f"{key}_from", format="YYYY/MM/DD")
        st.form_submit_button(_("儲存設定"), type="primary", on_click=_state, args=(told.scheme.code, key))


def spoken(told: SchemeTold) -> None:
    """The form of name and words."""
    key = f"scheme_{told.scheme.code}"
    with st.expander(_("更改名稱與用語"), icon=":material/edit:"), st.form(f"{key}_spoken", border=False):
        st.text_input(_("方案名稱"), value=told.scheme.name, key=f"{key}_name", max_chars=40)
        _spoken_fields(key, told)
        st.form_submit_button(_("儲存用語"), type="primary", on_click=_speak, args=(told.scheme.code, key))


def category(told: SchemeTold) -> None:
    """The form that adds a category, or names one otherwise."""
    key = f"scheme_{told.scheme.code}"
    with st.expander(_("新增或更名類別"), icon=":material/category:"), st.form(f"{key}_cat", border=False):
        left, right = st.columns([1, 3])
        left.text_input(_("類別代碼"), key=f"{key}_cat_code", max_chars=10, placeholder="A")
        right.text_input(_("類別名稱"), key=f"{key}_cat_name", max_chars=20, placeholder=_("例如：A 類"))
        st.form_submit_button(_("儲存類別"), type="primary", on_click=_name, args=(told.scheme.code, key))


def _settings_fields(key: str, present: SchemeSettings) -> None:
    limits = present.thresholds
    target, review, small = st.columns(3)
    target.text_input(_("目標（%）"), value=percent_text(limits.target), key=f"{key}_target")
    review.text_input(_("檢討門檻（%以下）"), value=percent_text(limits.review), key=f"{key}_review")
    small.number_input(_("母數較小：未滿（家）"), value=limits.small_base, min_value=0, key=f"{key}_small")
    st.multiselect(
        _("毋須納入母數的情形"),
        list(Exclusion),
        default=[reason for reason in Exclusion if reason in present.exclusions],
        format_func=lambda reason: _(EXCLUSIONS[reason]),
        key=f"{key}_exclusions",
        placeholder=_("都要納入母數"),
    )
    st.multiselect(
        _("可持續加入（只列加入家數，不計完成率）"),
        list(Kind),
        default=[kind for kind in Kind if kind in present.open_kinds],
        format_func=lambda kind: _(KINDS[kind]),
        key=f"{key}_open",
        placeholder=_("都計算完成率"),
    )


def _spoken_fields(key: str, told: SchemeTold | None) -> None:
    scheme = told.scheme if told else None
    st.text_input(
        _("完成的意思"),
        value=scheme.complete_means if scheme else "",
        key=f"{key}_means",
        max_chars=200,
        placeholder=_("例如：店面已張貼海報"),
    )
    columns = st.columns(3)
    for at, (stage, usual) in enumerate(PARTICIPATION.items()):
        columns[at % 3].text_input(
            _("「{usual}」改稱").format(usual=_(usual)),
            value=scheme.words.get(stage, "") if scheme else "",
            key=f"{key}_word_{stage}",
            max_chars=10,
            placeholder=_(usual),
        )
    st.text_input(
        _("券別"),
        value="、".join(scheme.voucher_kinds) if scheme else "",
        key=f"{key}_vouchers",
        placeholder=_("以「、」分開，例如：住宿、藝文；沒有就留空"),
    )


def _given_settings(key: str) -> SchemeSettings:
    asked = st.session_state
    return SchemeSettings(
        frozenset(asked[f"{key}_exclusions"]),
        Thresholds(
            percentage(_("目標"), asked[f"{key}_target"], "100"),
            percentage(_("檢討門檻"), asked[f"{key}_review"], "90"),
            int(asked[f"{key}_small"]),
        ),
        frozenset(asked[f"{key}_open"]),
    )


def _given_words(key: str) -> SpokenOf:
    asked = st.session_state
    return SpokenOf(
        asked[f"{key}_name"],
        asked[f"{key}_means"],
        {stage: asked[f"{key}_word_{stage}"] for stage in Participation},
        tuple(_separate(asked[f"{key}_vouchers"])),
    )


def _separate(text: str) -> list[str]:
    """What is separated by 、 or a comma of any width."""
    for sign in ",，;；":
        text = text.replace(sign, "、")
    return [piece.strip() for piece in text.split("、") if piece.strip()]


def _given_categories(text: str) -> list[tuple[str, str]]:
    """「A 百貨、B 小吃」; one without a name is called by its code."""
    found = []
    for piece in _separate(text):
        code, _space, name = piece.partition(" ")
        found.append((code, name.strip() or code))
    return found


def _doing(action: Callable[[datetime], str]) -> None:
    do(lambda: (action(datetime.now(UTC)), ""))


def _add() -> None:
    def action(now: datetime) -> str:
        asked = st.session_state
        code, told = asked["scheme_new_code"].strip(), _given_words("scheme_new")
        add_scheme(
            frame.city(),
            frame.who(),
            code,
            told,
            _given_settings("scheme_new"),
            _given_categories(asked["scheme_new_categories"]),
            now=now,
        )
        st.query_params["open"] = code
        return _("已新增方案「{name}」；下一步：請各機關從「匯入」頁匯入自己的清單。").format(name=told.name)

    _doing(action)


def _state(code: str, key: str) -> None:
    def action(now: datetime) -> str:
        change = state_settings(
            frame.city(), frame.who(), code, _given_settings(key), st.session_state[f"{key}_from"], now=now
        )
        return _("設定已儲存（異動 {change}）；可在下面的歷程復原。").format(change=change)

    _doing(action)


def _speak(code: str, key: str) -> None:
    def action(now: datetime) -> str:
        speak_of(frame.city(), frame.who(), code, _given_words(key), now=now)
        return _("名稱與用語已儲存，各頁立即採用。")

    _doing(action)


def _name(code: str, key: str) -> None:
    def action(now: datetime) -> str:
        asked = st.session_state
        set_category(
            frame.city(), frame.who(), code, asked[f"{key}_cat_code"], asked[f"{key}_cat_name"], now=now
        )
        return _("類別已儲存。")

    _doing(action)
