"""What is done with keys, by libsodium: https://doc.libsodium.org.

The site has one pair of keys. Whoever has the public one can seal (crypto_box_seal); the private one lies in the
database only locked, once for each keeper (crypto_secretbox), by a key made of that keeper's passphrase (argon2id).
"""

from __future__ import annotations

import json
import unicodedata
from typing import Final, NamedTuple

from nacl import utils
from nacl.bindings import sodium_pad, sodium_unpad
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.pwhash import argon2id
from nacl.secret import SecretBox

OPERATIONS: Final = 4
MEMORY: Final = 128 * 1024 * 1024
"""What one guess costs: about half a second, and memory that a small server has."""
BLOCK: Final = 512
"""Links are filled up to a multiple of this: their length says nothing of a name."""


class WrongPassphrase(Exception):
    """The passphrase does not open this lock."""


class NotSealedHere(Exception):
    """The box was sealed for another entry or another key, or is damaged."""


class Locked(NamedTuple):
    """A private key behind a passphrase, with what it takes to try one."""

    salt: bytes
    operations: int
    memory: int
    box: bytes


class Pair(NamedTuple):
    public: bytes
    private: bytes

    def __repr__(self) -> str:
        return "Pair(…)"


def new_pair() -> Pair:
    private = PrivateKey.generate()
    return Pair(bytes(private.public_key), bytes(private))


def public_of(private: bytes) -> bytes:
    return bytes(PrivateKey(private).public_key)


def lock(private: bytes, passphrase: str) -> Locked:
    salt = utils.random(argon2id.SALTBYTES)
    box = SecretBox(_key(passphrase, salt, OPERATIONS, MEMORY)).encrypt(private)
    return Locked(salt, OPERATIONS, MEMORY, bytes(box))


def unlock(locked: Locked, passphrase: str) -> bytes:
    """The private key. Raises WrongPassphrase."""
    key = _key(passphrase, locked.salt, locked.operations, locked.memory)
    try:
        return bytes(SecretBox(key).decrypt(locked.box))
    except CryptoError:
        raise WrongPassphrase from None


def seal(public: bytes, entry: str, link: str) -> bytes:
    """The link as only the private key opens it. It names its entry: a box that is put elsewhere opens for nobody."""
    words = json.dumps([entry, link], ensure_ascii=False).encode()
    return bytes(SealedBox(PublicKey(public)).encrypt(sodium_pad(words, BLOCK)))


def unseal(private: bytes, entry: str, box: bytes) -> str:
    """The link. Raises NotSealedHere."""
    try:
        sealed_for, link = json.loads(sodium_unpad(SealedBox(PrivateKey(private)).decrypt(box), BLOCK))
    except (CryptoError, ValueError, TypeError):
        raise NotSealedHere from None
    if sealed_for != entry:
        raise NotSealedHere
    return str(link)


def written(passphrase: str) -> str:
    """A passphrase as it counts: spaces and ways of typing a letter make no difference."""
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def _key(passphrase: str, salt: bytes, operations: int, memory: int) -> bytes:
    secret = written(passphrase).encode()
    return argon2id.kdf(SecretBox.KEY_SIZE, secret, salt, opslimit=operations, memlimit=memory)
