"""A submission as a file: two lines of text, the document as canonical JSON and its seal. Pure.

The seal holds the SHA-256 of the first line, the signer's public key and its Ed25519 signature of that digest. A key is
known by its fingerprint, the SHA-256 of its 32 bytes. One document has one text: keys in order, no spaces, no number
with a needless point. So equal content has an equal digest, and a text that only reads the same is refused.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from board.errors import BoardError
from board.submissions.checks import Shape, fault_of
from board.submissions.shape import SUBMISSION

BIGGEST = 8 * 1024 * 1024
ENDING = ".chagai"
_SEAL = {"public_key", "sha256", "signature"}


@dataclass(frozen=True)
class Signed:
    """A submission whose seal fits: its document, the digest of its text, and the fingerprint of its signer's key."""

    document: Mapping[str, Any]
    sha256: str
    fingerprint: str
    content: bytes


def canonical(document: Any) -> bytes:
    """The one text of a document. Raises ValueError for a number that JSON doesn't have."""
    text = json.dumps(document, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode()


def digest(content: bytes) -> str:
    """The SHA-256 of a text, in 64 digits."""
    return hashlib.sha256(content).hexdigest()


def fingerprint_of(key: Ed25519PublicKey) -> str:
    """The fingerprint of a key."""
    return digest(key.public_bytes_raw())


def signed(document: Mapping[str, Any], key: Ed25519PrivateKey, shape: Shape = SUBMISSION) -> Signed:
    """A document with its seal. Raises BoardError if it is not as it has to be."""
    if where := fault_of(document, shape):
        raise BoardError("冻结不了", f"内容不合格式：{where}。", "请把这句话告诉软件的维护者。")
    text = canonical(document)
    sha256, public = digest(text), key.public_key()
    seal = {
        "public_key": public.public_bytes_raw().hex(),
        "sha256": sha256,
        "signature": key.sign(_bound(shape, sha256)).hex(),
    }
    return Signed(document, sha256, fingerprint_of(public), text + b"\n" + canonical(seal) + b"\n")


def _bound(shape: Shape, sha256: str) -> bytes:
    """The text that is signed: a signature of one kind of document is of no other."""
    return f"{shape.format}\n{sha256}".encode()


def opened(content: bytes, shape: Shape = SUBMISSION) -> Signed:
    """A file whose seal fits and whose document has no fault. Raises BoardError in words for any other."""
    if len(content) > BIGGEST:
        raise _refused("文件太大", f"最大 {BIGGEST // 2**20} 兆。")
    text, _, rest = content.partition(b"\n")
    if not rest.endswith(b"\n") or rest.count(b"\n") != 1:
        raise _refused("文件不完整", "不是上报或者上级交办的文件，或者只传来一部分。")
    seal, document = _parsed(rest[:-1]), _parsed(text)
    if not isinstance(seal, dict) or seal.keys() != _SEAL or not all(isinstance(each, str) for each in seal.values()):
        raise _refused("签名看不懂", "文件最后一行不是签名。")
    if seal["sha256"] != digest(text):
        raise _refused("内容被改过", "内容和它的指纹对不上。")
    if where := fault_of(document, shape):
        raise _refused("内容不合格式", f"{where}。")
    if canonical(document) != text or canonical(seal) != rest[:-1]:
        raise _refused("内容被改过", "写法和冻结时的不一样。")
    return Signed(document, seal["sha256"], _verified(seal, shape), content)


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise _refused("文件读不懂", "不是上报或者上级交办的文件，或者中间缺了、改了。") from error


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    if len({name for name, _ in pairs}) != len(pairs):
        raise ValueError
    return dict(pairs)


def _no_number(_text: str) -> None:
    raise ValueError


def _verified(seal: Mapping[str, str], shape: Shape) -> str:
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(seal["public_key"]))
        key.verify(bytes.fromhex(seal["signature"]), _bound(shape, seal["sha256"]))
    except (InvalidSignature, ValueError) as error:
        raise _refused("签名不对", "不是这把密钥签的，或者被改过。") from error
    return fingerprint_of(key)


def _refused(title: str, message: str) -> BoardError:
    return BoardError(title, message, "没有收下。请重新下载，或者请对方重新送一次。")
