"""HTTPS with a certificate of one's own, from the start to the cookie."""

import http.client
import re
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from board.errors import BoardError
from board.operating.settings import read_settings
from board.web.door.encryption import encrypted, trusting
from tests.web.client import FIRST
from tests.web.conftest import Process, Start


def made(folder: Path, name: str = "board", password: bytes | None = None) -> tuple[Path, Path]:
    """A certificate for localhost that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(subject).public_key(key.public_key())
    builder = (
        builder.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=9))
    )
    names = x509.SubjectAlternativeName([x509.DNSName("localhost")])
    certificate = builder.add_extension(names, critical=False).sign(key, hashes.SHA256())
    cert_file, key_file = folder / f"{name}.pem", folder / f"{name}.key"
    cert_file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    wrapped = serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
    pem = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, wrapped)
    key_file.write_bytes(pem)
    return cert_file, key_file


def ask(
    process: Process, cert: Path, method: str, path: str, body: str = "", cookie: str = ""
) -> http.client.HTTPMessage:
    context = trusting(cert)
    connection = http.client.HTTPSConnection("127.0.0.1", process.port, timeout=20, context=context)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie}
    connection.request(method, path, body or None, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.headers


def test_the_product_speaks_https_alone_and_its_cookies_leave_by_nothing_else(start: Start, tmp_path: Path) -> None:
    cert, key = made(tmp_path)
    process = start("run", tmp_path / "data", "--cert", str(cert), "--key", str(key))
    assert f"https://127.0.0.1:{process.port}/" in process.said
    code = re.search(r"一次性口令：(\S+)", process.said)
    assert code is not None
    headers = ask(process, cert, "POST", "/setup", urlencode({"code": code.group(1), **FIRST}))
    cookie = headers["set-cookie"]
    assert "secure" in cookie.lower()
    assert headers["strict-transport-security"] == "max-age=86400"
    streamlits = ask(process, cert, "GET", "/_stcore/health", cookie=cookie.partition(";")[0])["set-cookie"]
    assert streamlits.startswith("_streamlit_xsrf=")
    assert streamlits.lower().endswith("; secure")
    plain = http.client.HTTPConnection("127.0.0.1", process.port, timeout=20)
    plain.request("GET", "/healthz")
    with pytest.raises((http.client.HTTPException, OSError)):
        plain.getresponse()


def test_old_versions_of_tls_are_refused(tmp_path: Path) -> None:
    assert encrypted(*made(tmp_path)).minimum_version == ssl.TLSVersion.TLSv1_2


@pytest.mark.parametrize("spoilt", ["another's key", "no key", "a password"])
def test_a_certificate_that_will_not_do_is_refused_before_anything_is_opened(tmp_path: Path, spoilt: str) -> None:
    cert, key = made(tmp_path)
    if spoilt == "another's key":
        _, key = made(tmp_path, "other")
    elif spoilt == "no key":
        key.write_text("no key")
    else:
        cert, key = made(tmp_path, "locked", b"secret")
    with pytest.raises(BoardError, match="证书用不了"):
        encrypted(cert, key)


def test_such_a_start_ends_with_one_line(start: Start, tmp_path: Path) -> None:
    cert, key = made(tmp_path)
    key.write_text("no key")
    process = start("run", tmp_path / "data", "--cert", str(cert), "--key", str(key))
    assert process.code() == 1
    assert process.said.startswith("证书用不了：")
    assert process.said.count("\n") == 1
    assert not (tmp_path / "data").exists()


def test_a_certificate_without_its_key_or_a_file_that_is_not_there_is_a_mistake(tmp_path: Path) -> None:
    cert, _ = made(tmp_path)
    with pytest.raises(BoardError, match="只给了一个"):
        read_settings({"CHAGAI_CERT": str(cert)})
    with pytest.raises(BoardError, match="文件不存在"):
        read_settings({"CHAGAI_CERT": str(tmp_path / "none.pem"), "CHAGAI_KEY": str(cert)})
