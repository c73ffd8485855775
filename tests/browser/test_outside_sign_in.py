"""Signing in with a city account: through a real OpenID Connect service on this computer and back."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from outreach.services.accounts import asker
from outreach.services.city import City, open_city
from outreach.services.people import close_account, people
from outreach.services.who import Role
from outreach.web.signing_in import SESSION
from tests.support.browser import PHONE, WIDE, Watch, new_context, settle
from tests.support.builders import ADMINISTRATOR, set_up_url
from tests.support.databases import Databases
from tests.support.oidc_provider import Provider, providing
from tests.support.program import Program, serving

OURS = """
[outreach_sign_in]
role_claim = "resource_access.outreach.roles"
agency_claim = "unit"

[outreach_sign_in.roles]
"outreach-officer" = "officer"
"outreach-administrator" = "administrator"

[outreach_sign_in.agencies]
"商業處" = "COM"
"""


def _claims(role: str, unit: str, name: str) -> Mapping[str, object]:
    return {
        "name": name,
        "preferred_username": name,
        "unit": unit,
        "resource_access": {"outreach": {"roles": ["offline_access", role]}},
    }


@dataclass(frozen=True, slots=True)
class _Site:
    """The program beside the service that it sends people to."""

    program: Program
    provider: Provider
    city: City


@pytest.fixture(scope="module")
def site(lasting_databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Site]:
    """The program with a service beside it, over a database of their own."""
    folder = tmp_path_factory.mktemp("outside")
    everybody = {
        "1001": _claims("outreach-officer", "商業處", "張承辦"),
        "1002": _claims("outreach-administrator", "", "許系統"),
        "1003": _claims("somebody-else", "商業處", "外人"),
        "1004": _claims("outreach-officer", "不存在處", "迷路"),
        "1005": _claims("outreach-administrator", "", "將調職"),
    }
    url = set_up_url(lasting_databases)
    with pytest.MonkeyPatch.context() as patched, providing(everybody) as provider:
        told = folder / "secrets.toml"
        # A folder of its own: the program reads one file, named by its options.
        told.write_text(provider.secrets_toml("http://127.0.0.1:{port}/oauth2callback", OURS), "utf-8")
        patched.setenv("STREAMLIT_SECRETS_FILES", str(told))
        with serving(url, folder) as program:
            yield _Site(program, provider, open_city(url))


@pytest.fixture
def page(browser: Browser, site: _Site) -> Iterator[Page]:
    """A fresh profile that may ask the program and the service, and no other host."""
    context = new_context(browser, site.program.url, WIDE)
    watch = Watch(site.program.url)
    watch.expect(f"asked another host: {re.escape(site.provider.url)}/")
    watch.over(context)
    page = context.new_page()
    yield page
    context.close()
    assert watch.verdict() == []


def _come(page: Page, person: str) -> None:
    page.goto("/sign-in")
    settle(page)
    page.get_by_role("button", name="以市府帳號登入").click()
    page.get_by_role("link", name=person, exact=True).click()
    settle(page)


def _token(page: Page) -> str:
    return next((c.get("value", "") for c in page.context.cookies() if c.get("name") == SESSION), "")


def test_an_officer_comes_by_the_citys_account_with_role_and_agency_and_leaves_there_too(
    page: Page, site: _Site
) -> None:
    _come(page, "1001")
    page.goto("/sign-in")
    settle(page)
    expect(page.locator(".sign-in h2").first).to_have_text("張承辦")
    expect(page.locator(".sign-in")).to_contain_text("商業處 機關承辦人")
    expect(page.get_by_text("變更密碼")).to_have_count(0)
    kept = _token(page)
    page.reload()
    settle(page)
    expect(page.locator(".sign-in h2").first).to_have_text("張承辦")
    page.get_by_role("button", name="登出", exact=True).click()
    expect(page.get_by_role("button", name="以市府帳號登入")).to_be_visible()
    assert site.provider.signed_out == ["1001"]
    assert [c for c in page.context.cookies() if c.get("name", "").startswith("_streamlit_user")] == []
    # The cookie of the session, brought again, opens nothing.
    page.context.add_cookies([{"name": SESSION, "value": kept, "url": site.program.url}])
    page.goto("/sign-in")
    settle(page)
    expect(page.get_by_role("button", name="以市府帳號登入")).to_be_visible()


def test_streamlits_own_cookie_alone_lets_nobody_in(page: Page, site: _Site) -> None:
    _come(page, "1002")
    page.context.clear_cookies(name=SESSION)
    page.goto("/sign-in")
    settle(page)
    expect(page.get_by_role("button", name="以市府帳號登入")).to_be_visible()


@pytest.mark.parametrize(("person", "sentence"), [("1003", "沒有本程式的角色"), ("1004", "沒有可辨認的機關")])
def test_who_has_no_role_or_no_known_agency_is_told_so_and_is_nobody(
    page: Page, site: _Site, person: str, sentence: str
) -> None:
    _come(page, person)
    expect(page.get_by_role("alert")).to_contain_text(sentence)
    assert _token(page) == ""
    assert [c for c in page.context.cookies() if c.get("name", "").startswith("_streamlit_user")] == []


def test_who_turns_back_at_the_service_is_told_that_nothing_happened(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.goto("/sign-in")
    settle(page)
    page.get_by_role("button", name="以市府帳號登入").click()
    page.get_by_role("link", name="cancel").click()
    settle(page)
    expect(page.get_by_role("alert")).to_contain_text("市府帳號登入沒有完成")
    assert _token(page) == ""


def test_another_role_there_holds_from_the_next_sign_in_and_an_account_closed_here_stays_closed(
    page: Page, site: _Site
) -> None:
    _come(page, "1005")
    page.goto("/sign-in")
    settle(page)
    expect(page.locator(".sign-in")).to_contain_text("系統管理員")
    page.get_by_role("button", name="登出", exact=True).click()
    site.provider.people["1005"] = _claims("outreach-officer", "商業處", "將調職")
    _come(page, "1005")
    [account] = [one for one in people(site.city, ADMINISTRATOR) if one.display_name == "將調職"]
    assert (account.role, account.outside) == (Role.OFFICER, True)
    close_account(site.city, ADMINISTRATOR, account.name, now=datetime.now(UTC))
    _come(page, "1005")
    expect(page.get_by_role("alert")).to_contain_text("已停用")
    # The browser still has the cookie of the session that ended with the account.
    assert asker(site.city, _token(page), now=datetime.now(UTC)) is None
