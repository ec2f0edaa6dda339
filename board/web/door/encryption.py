"""HTTPS with a certificate of one's own: an unusable one is refused at the start, not at the first visit."""

import ssl
from pathlib import Path

from board.errors import BoardError


def encrypted(cert: Path, key: Path) -> ssl.SSLContext:
    """The server's context for HTTPS, TLS 1.2 at least.

    Raises BoardError for files that are no certificate and key, don't match, or need a password, since nobody would be
    there to type it.
    """
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(cert, key, password=_nobody_is_there)
    except (OSError, ValueError) as error:
        raise BoardError(
            "证书用不了",
            f"{cert.name} 和 {key.name} 读不出来，不是一对，或者私钥有密码。",
            "请用 PEM 格式、没有密码的私钥和它的证书。",
        ) from error
    return context


def _nobody_is_there() -> str:
    return ""


def trusting(cert: Path) -> ssl.SSLContext:
    """The context with which this machine calls its own server, whatever name the certificate was made for."""
    context = ssl.create_default_context(cafile=str(cert))
    context.check_hostname = False
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    return context
