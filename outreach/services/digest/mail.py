"""Handing one mail after the other to an SMTP server, and knowing of each whether it was taken.

A server takes a mail with its answer to the end of the content. What is refused before that was certainly not
taken; when the connection is lost after the content was begun, nobody knows. Replies of a server may hold an
address, so only their code is kept.
"""

from __future__ import annotations

import re
import smtplib
import ssl
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from types import TracebackType

from outreach.rules.digest import State
from outreach.services.digest.mailboxes import is_address
from outreach.services.digest.refusals import MailSettingUnusable

#: Environment variables; the password stands nowhere else.
HOST, PORT, SECURITY = "OUTREACH_SMTP_HOST", "OUTREACH_SMTP_PORT", "OUTREACH_SMTP_SECURITY"
USER, PASSWORD = "OUTREACH_SMTP_USER", "OUTREACH_SMTP_PASSWORD"
SENDER, TIMEOUT = "OUTREACH_SMTP_FROM", "OUTREACH_SMTP_TIMEOUT"
_PORTS = {"starttls": 587, "tls": 465, "none": 25}
_HOST = re.compile(r"[A-Za-z0-9.:_-]{1,253}", re.ASCII)
_LOST = "連線在送出內容後中斷，是否送達不明；確認未收到時請加 --again 再寄"


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Where and how mail is handed over; `timeout` in seconds, `security` starttls, tls or none."""

    host: str
    port: int
    security: str
    user: str
    password: str = field(repr=False)
    sender: str
    timeout: float


def mail_settings(environment: Mapping[str, str]) -> MailSettings | None:
    """The settings of an environment; None where no server is named. Raises `MailSettingUnusable`."""
    told = {name: environment.get(name, "").strip() for name in (HOST, PORT, SECURITY, USER, SENDER, TIMEOUT)}
    if not told[HOST]:
        return None
    password = environment.get(PASSWORD, "")
    security = told[SECURITY] or "starttls"
    if not _HOST.fullmatch(told[HOST]):
        raise MailSettingUnusable(name=HOST, accepted="主機名稱", example="smtp.example.gov.tw")
    if security not in _PORTS:
        raise MailSettingUnusable(name=SECURITY, accepted="starttls、tls 或 none", example="starttls")
    if not is_address(told[SENDER]):
        raise MailSettingUnusable(name=SENDER, accepted="寄件信箱", example="outreach@agency.example")
    if bool(told[USER]) != bool(password):
        raise MailSettingUnusable(name=PASSWORD, accepted=f"密碼，並與 {USER} 一起設定", example="（密碼）")
    if password and security == "none":
        raise MailSettingUnusable(name=SECURITY, accepted="加密的連線，密碼不以明文傳送", example="starttls")
    port = _number(PORT, told[PORT] or str(_PORTS[security]), 65_535, 587)
    timeout = _number(TIMEOUT, told[TIMEOUT] or "20", 600, 20)
    return MailSettings(told[HOST], port, security, told[USER], password, told[SENDER], float(timeout))


def _number(name: str, text: str, most: int, example: int) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
        raise MailSettingUnusable(name=name, accepted=f" 1 至 {most} 的整數", example=example)
    return int(text)


def message(
    settings: MailSettings, to: str, subject: str, text: str, *, key: str, now: datetime
) -> EmailMessage:
    """A plain text mail; `key` names it, so that the same digest sent twice can be told as one."""
    made = EmailMessage(policy=SMTP)
    made["From"], made["To"], made["Subject"] = settings.sender, to, subject
    made["Date"] = format_datetime(now)
    made["Message-ID"] = f"<{key}@{settings.sender.partition('@')[2]}>"
    made["Auto-Submitted"] = "auto-generated"
    made.set_content(text, charset="utf-8", cte="base64")
    return made


class _Refused(Exception):
    """The server certainly did not take a mail; the text says why."""


class Postman:
    """One connection to the server, opened when it is first needed and again when it was lost.

    A server that cannot be reached, or does not let us in, is not tried again within a run.
    """

    def __init__(self, settings: MailSettings) -> None:
        self._settings = settings
        self._client: smtplib.SMTP | None = None
        self._hopeless = ""

    def __enter__(self) -> Postman:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._client is not None:
            try:
                self._client.quit()
            except (smtplib.SMTPException, OSError):
                self._drop()

    def deliver(self, made: EmailMessage) -> tuple[State, str]:
        """Hand a mail over: sent, refused or uncertain, and why."""
        if self._hopeless:
            return State.REFUSED, self._hopeless
        # A server may hang up between two mails; what it was not given yet is safely said again.
        kept = self._client is not None
        refusal = self._begin(made, again=kept)
        if refusal:
            return State.REFUSED, refusal
        assert self._client is not None
        return self._content(self._client, made)

    def _begin(self, made: EmailMessage, *, again: bool) -> str:
        """Say everything up to the content; why the server does not want it, "" where it waits for it."""
        try:
            self._envelope(self._connected(), str(made["From"]), str(made["To"]))
        except _Refused as refused:
            return str(refused)
        except (smtplib.SMTPServerDisconnected, OSError):
            self._drop()
            return self._begin(made, again=False) if again else "郵件伺服器在收下內容前中斷連線"
        return ""

    def _connected(self) -> smtplib.SMTP:
        if self._client is None:
            try:
                self._client = self._open()
            except _Refused as refused:
                self._hopeless = str(refused)
                raise
        return self._client

    def _open(self) -> smtplib.SMTP:
        one = self._settings
        client: smtplib.SMTP | None = None
        try:
            if one.security == "tls":
                context = ssl.create_default_context()
                client = smtplib.SMTP_SSL(one.host, one.port, timeout=one.timeout, context=context)
            else:
                client = smtplib.SMTP(one.host, one.port, timeout=one.timeout)
            if one.security == "starttls":
                client.starttls(context=ssl.create_default_context())
            if one.user:
                client.login(one.user, one.password)
            client.ehlo_or_helo_if_needed()
        except smtplib.SMTPAuthenticationError as error:
            _close(client)
            raise _Refused(f"郵件伺服器不接受帳號或密碼（{error.smtp_code}）") from None
        except ssl.SSLError:
            _close(client)
            raise _Refused("與郵件伺服器的加密連線無法建立，請檢查憑證與連線方式") from None
        except smtplib.SMTPNotSupportedError:
            _close(client)
            raise _Refused("郵件伺服器不支援所設定的加密或登入方式") from None
        except (smtplib.SMTPException, OSError):
            _close(client)
            raise _Refused("無法連上郵件伺服器") from None
        return client

    def _envelope(self, client: smtplib.SMTP, sender: str, to: str) -> None:
        """Sender, recipient and DATA; after this the server waits for the content. Raises `_Refused`."""
        said: tuple[tuple[str, tuple[int, ...], Callable[[], tuple[int, bytes]]], ...] = (
            ("寄件人", (250,), partial(client.mail, sender)),
            ("收件人", (250, 251), partial(client.rcpt, to)),
            ("信件", (354,), partial(client.docmd, "DATA")),
        )
        for what, accepted, say in said:
            code, _reply = say()
            if code not in accepted:
                self._after_refusal(client, code)
                raise _Refused(f"郵件伺服器拒收{what}（{code}）")

    def _content(self, client: smtplib.SMTP, made: EmailMessage) -> tuple[State, str]:
        # A line that is a single dot would end the content.
        content = re.sub(rb"(?m)^\.", b"..", made.as_bytes())
        try:
            client.send(content + b".\r\n")
            code, _reply = client.getreply()
        except (smtplib.SMTPException, OSError):
            self._drop()
            return State.UNCERTAIN, _LOST
        if code == 250:
            return State.SENT, ""
        self._after_refusal(client, code)
        return State.REFUSED, f"郵件伺服器拒收信件（{code}）"

    def _after_refusal(self, client: smtplib.SMTP, code: int) -> None:
        """Begin anew with the next mail; a server that is closing (421) is left."""
        if code == 421:
            self._drop()
            return
        try:
            client.rset()
        except (smtplib.SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        _close(self._client)
        self._client = None


def _close(client: smtplib.SMTP | None) -> None:
    if client is not None:
        client.close()
