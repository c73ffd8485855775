"""View as (檢視身分): the form that begins it, and the strip that every page shows until it ends."""

from __future__ import annotations

from outreach.pages import words
from outreach.pages.markup import Child, Html, el
from outreach.pages.words import N_, _
from outreach.services.city import City
from outreach.services.looking import LOOKED_AS
from outreach.services.people import ROLE_NAMES
from outreach.services.who import Role, Who
from outreach.web import opened

_PUBLIC = N_("公眾")


def looking_strip(who: Who) -> Html | None:
    """What says on every page that an administrator looks through another role's eyes, and ends it."""
    if not who.looking:
        return None
    text = _("目前以{role}身分檢視（唯讀）").format(role=seen_as(opened.city(), who))
    return el("div", el("span", text), ending(), class_="looking", role="status")


def seen_as(city: City, who: Who) -> str:
    """Whose eyes they are: 「商業處機關承辦人」, in English 「商業處 officer」."""
    agency = city.reference().agencies.get(who.agency) if who.agency is not None else None
    role = _title(who.role)
    return role if agency is None else f"{agency.short_name} {role}"


def ending() -> Html:
    """The button that ends a look."""
    return _form(el("button", _("結束檢視"), type="submit", class_="plain"), class_="one")


def panel(city: City) -> Html:
    """The form that begins a look: a role, and the agency that an officer or approver has.

    Browsers' sanitizing takes a field called `role` its name: it is a property of every form.
    """
    roles = [el("option", _title(role), value=role.value) for role in LOOKED_AS]
    agencies = [
        el("option", agency.short_name, value=agency.code)
        for agency in sorted(city.reference().agencies.values(), key=lambda a: a.code)
    ]
    form = _form(
        el("label", el("span", _("角色")), el("select", roles, name="eyes")),
        el(
            "label",
            el("span", _("機關（承辦人與核定人）")),
            el("select", el("option", _("請選擇"), value=""), agencies, name="agency"),
        ),
        el("button", _("以此身分檢視"), type="submit", class_="main"),
        class_="entry",
    )
    about = el("p", _("看看別的角色看到什麼；檢視時不能變更任何資料，並留下紀錄。"), class_="fine")
    return el("div", el("h2", _("檢視身分")), about, form, class_="panel")


def _title(role: Role) -> str:
    return _(_PUBLIC) if role is Role.PUBLIC else _(ROLE_NAMES[role])


def _form(*pieces: Child, class_: str) -> Html:
    language = el("input", type="hidden", name="language", value=words.language())
    return el("form", language, *pieces, action="auth/look", method="post", class_=class_)
