"""Seals passwords, so that the file alone does not tell them; docs/storage.md says against whom.

    seal = Seal(b"the maker's secret")
    sealed = seal.close(b"Maple Street 12", b"correct horse battery")
    seal.open(b"Maple Street 12", sealed)        # b"correct horse battery", or None

The keys come from the chip's id and the maker's secret (HMAC-SHA256, RFC 2104), one to encrypt
(AES-256-CBC, a fresh IV each time) and one to authenticate, which is checked before anything is
decrypted and covers the network's name, so that passwords cannot be swapped.
It must not know where the result is kept.
"""

import hashlib
import os

import cryptolib
import machine

_CBC = const(2)
_IV = const(16)
_TEXT = const(80)  # one byte of length, at most 64 of password, zeros: all look equally long
_TAG = const(32)


class Seal:
    """The two keys of this board."""

    def __init__(self, secret):
        """`secret`: str or bytes, the same in each start; ValueError if it is empty."""
        if not secret:
            raise ValueError("secret must not be empty")
        secret = secret.encode() if isinstance(secret, str) else bytes(secret)
        root = hmac(secret, b"wifi_setup seal 1" + machine.unique_id())
        self._cipher_key = hmac(root, b"encrypt")
        self._tag_key = hmac(root, b"authenticate")

    def close(self, ssid: bytes, password: bytes) -> bytes:
        """The sealed password: IV, encrypted text, tag; 128 bytes."""
        text = bytes([len(password)]) + password
        text += bytes(_TEXT - len(text))
        iv = os.urandom(_IV)
        sealed = iv + cryptolib.aes(self._cipher_key, _CBC, iv).encrypt(text)
        return sealed + self._tag(ssid, sealed)

    def open(self, ssid: bytes, sealed: bytes):
        """The password; None if it is from another board, of another secret, or changed."""
        tag, sealed = sealed[-_TAG:], sealed[:-_TAG]
        if len(sealed) != _IV + _TEXT or not _equal(tag, self._tag(ssid, sealed)):
            return None
        text = cryptolib.aes(self._cipher_key, _CBC, sealed[:_IV]).decrypt(sealed[_IV:])
        return text[1 : 1 + text[0]]

    def _tag(self, ssid, sealed):
        return hmac(self._tag_key, bytes([len(ssid)]) + ssid + sealed)


def hmac(key: bytes, message: bytes) -> bytes:
    """HMAC-SHA256, RFC 2104; 32 bytes."""
    if len(key) > 64:
        key = hashlib.sha256(key).digest()
    key += bytes(64 - len(key))
    inner = hashlib.sha256(bytes(byte ^ 0x36 for byte in key) + message).digest()
    return hashlib.sha256(bytes(byte ^ 0x5C for byte in key) + inner).digest()


def _equal(one, other):
    # As long for a tag that is wrong in its first byte as for one that is wrong in its last.
    difference = len(one) ^ len(other)
    for a, b in zip(one, other):
        difference |= a ^ b
    return not difference
