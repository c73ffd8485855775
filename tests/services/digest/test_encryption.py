"""Mail over TLS: only to a server whose certificate is trusted, and with the right password."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from outreach.rules.digest import State
from outreach.services.digest import MailSettings, Outcome, send, take_down
from tests.services.digest.conftest import AGENCIES, Bureau, address_of
from tests.support.builders import MANAGER
from tests.support.smtp import MailServer, mail_server

PASSWORD = "hush-hush"


def _certificate(folder: Path) -> Path:
    """A certificate for 127.0.0.1 with its key, in one file, made for this test alone."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    file = folder / "certificate.pem"
    file.write_bytes(
        key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
        + made.public_bytes(pem)
    )
    return file


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    return _certificate(tmp_path)


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    found = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    found.load_cert_chain(certificate)
    return found


def _send(bureau: Bureau, server: MailServer, password: str) -> tuple[Outcome, ...]:
    settings = MailSettings(
        "127.0.0.1", server.port, "tls", "outreach", password, "outreach@city.example", 10
    )
    found = bureau.due()
    ids = take_down(bureau.city, MANAGER, found, now=bureau.clock())
    return send(bureau.city, MANAGER, list(zip(ids, found, strict=True)), settings, clock=bureau.clock)


def test_mail_goes_over_tls_to_a_trusted_server_with_the_right_password(
    bureau: Bureau, tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(tls=tls, password=PASSWORD) as server:
        wrong = _send(bureau, server, "a guess")
        assert {one.failure for one in wrong} == {"郵件伺服器不接受帳號或密碼（535）"}
        assert (server.taken, server.connections) == ([], 1)
        assert {one.state for one in _send(bureau, server, PASSWORD)} == {State.SENT}
        assert server.recipients == [address_of(code) for code in AGENCIES]


def test_a_server_whose_certificate_nobody_trusts_hears_neither_password_nor_mail(
    bureau: Bureau, tls: ssl.SSLContext
) -> None:
    with mail_server(tls=tls, password=PASSWORD) as server:
        outcomes = _send(bureau, server, PASSWORD)
        assert {one.failure for one in outcomes} == {"與郵件伺服器的加密連線無法建立，請檢查憑證與連線方式"}
        assert server.taken == []
