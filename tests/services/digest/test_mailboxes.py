"""Offices' mailboxes, and the environment that says how mail is handed over."""

from __future__ import annotations

import pytest

from outreach.services.digest import mail_settings, mailboxes, set_mailbox
from outreach.services.digest.refusals import AddressUnusable, MailSettingUnusable
from outreach.services.naming import Unknown
from tests.services.digest.conftest import AGENCIES, Bureau, address_of
from tests.support.builders import ADMINISTRATOR, COMMERCE

USABLE = {"OUTREACH_SMTP_HOST": "smtp.example", "OUTREACH_SMTP_FROM": "outreach@city.example"}


def test_a_mailbox_is_set_replaced_and_taken_away(either: Bureau) -> None:
    city = either.city
    assert {box.key for box in mailboxes(city, ADMINISTRATOR)} == {*AGENCIES, "managers"}
    set_mailbox(city, ADMINISTRATOR, "商業處", " other@agency.example ", now=either.clock())
    set_mailbox(city, ADMINISTRATOR, "管考人員", "", now=either.clock())
    found = {box.key: box for box in mailboxes(city, ADMINISTRATOR)}
    assert (found[COMMERCE].address, found[COMMERCE].by) == ("other@agency.example", ADMINISTRATOR.name)
    assert "managers" not in found


@pytest.mark.parametrize(
    "address",
    [
        "nobody",
        "a@b",
        "a@agency.example, b@agency.example",
        "a@agency.example\r\nBcc: b@agency.example",
        "<a@agency.example>",
        "機關@agency.example",
        "a b@agency.example",
        f"{'a' * 200}@agency.example",
        ".a@agency.example",
    ],
)
def test_what_is_not_one_plain_address_is_refused_and_not_repeated(bureau: Bureau, address: str) -> None:
    with pytest.raises(AddressUnusable) as refused:
        set_mailbox(bureau.city, ADMINISTRATOR, COMMERCE, address, now=bureau.clock())
    assert address not in str(refused.value)
    kept = {box.key: box.address for box in mailboxes(bureau.city, ADMINISTRATOR)}
    assert kept[COMMERCE] == address_of(COMMERCE)


def test_an_agency_that_there_is_none_of_has_no_mailbox(bureau: Bureau) -> None:
    with pytest.raises(Unknown, match="動物園"):
        set_mailbox(bureau.city, ADMINISTRATOR, "動物園", "a@agency.example", now=bureau.clock())


def test_without_a_host_no_mail_is_set_up_and_the_usual_ports_follow_the_encryption() -> None:
    assert mail_settings({}) is None
    for security, port in (("", 587), ("starttls", 587), ("tls", 465), ("none", 25)):
        found = mail_settings({**USABLE, "OUTREACH_SMTP_SECURITY": security})
        assert found is not None
        assert (found.port, found.security, found.timeout) == (port, security or "starttls", 20)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("OUTREACH_SMTP_HOST", "smtp example"),
        ("OUTREACH_SMTP_PORT", "0"),
        ("OUTREACH_SMTP_PORT", "smtp"),
        ("OUTREACH_SMTP_SECURITY", "maybe"),
        ("OUTREACH_SMTP_FROM", ""),
        ("OUTREACH_SMTP_FROM", "市府 <outreach@city.example>"),
        ("OUTREACH_SMTP_TIMEOUT", "-1"),
        ("OUTREACH_SMTP_USER", "somebody"),
        ("OUTREACH_SMTP_PASSWORD", "hush-hush"),
    ],
)
def test_a_setting_that_cannot_be_used_is_named_and_not_repeated(name: str, value: str) -> None:
    with pytest.raises(MailSettingUnusable, match="OUTREACH_SMTP_") as refused:
        mail_settings({**USABLE, name: value})
    assert not value or value not in str(refused.value).replace(name, "")


def test_a_password_goes_over_an_encrypted_connection_alone_and_is_never_shown() -> None:
    told = {**USABLE, "OUTREACH_SMTP_USER": "outreach", "OUTREACH_SMTP_PASSWORD": "hush-hush"}
    found = mail_settings(told)
    assert found is not None
    assert found.password == "hush-hush"
    assert "hush-hush" not in repr(found)
    with pytest.raises(MailSettingUnusable, match="不以明文傳送"):
        mail_settings({**told, "OUTREACH_SMTP_SECURITY": "none"})
