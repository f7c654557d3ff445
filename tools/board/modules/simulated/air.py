"""The neighbourhood: which networks are in the air and which phones sit on the board's soft AP.

    for network in air.networks():
        print(network.ssid, network.rssi)

It is a JSON file, named by $BOARD_NEIGHBOURHOOD (else `neighbourhood.json` in the working folder),
whose form is told in tools/board/README.md. It may be changed at any time, by a program or an
editor. It is read piece by piece and nothing of it is kept, because a real radio takes nothing of
the heap for the networks around it. Knows nothing of what the board does with them.
"""

import json
import os
from binascii import unhexlify
from hashlib import sha256
from time import ticks_diff, ticks_ms

import ffi
from micropython import const

try:
    import vfs
except ImportError:  # before 1.23
    import os as vfs

_LOOK_EVERY = const(20)  # ms of real time between two looks whether the file has changed

SECURITY = {  # as the neighbourhood names it: what scan() shows
    "open": 0,
    "wep": 1,
    "wpa": 2,
    "wpa2": 3,
    "wpa-wpa2": 4,
    "wpa2-enterprise": 5,
    "wpa3": 6,
    "wpa2-wpa3": 7,
    "wapi": 8,
    "owe": 9,
    "wpa3-enterprise": 14,
    "wpa2-wpa3-enterprise": 15,
    "wpa-enterprise": 16,
}
ENTERPRISE = (5, 10, 14, 15, 16)

path = os.getenv("BOARD_NEIGHBOURHOOD") or os.getcwd().rstrip("/") + "/neighbourhood.json"
_disk = vfs.VfsPosix()  # the host's, whatever file system the board has mounted

try:
    _stat = ffi.open(None).func("i", "stat64", "sp")
except OSError:
    _stat = ffi.open(None).func("i", "stat", "sp")
_now, _seen = bytearray(256), bytearray(256)
_looked = ticks_ms()
_version = 0


class Network:
    """One access point: a name on one channel with one BSSID."""

    def __init__(self, entry, index):
        self.ssid = octets(entry["ssid"])
        self.password = octets(entry.get("password") or "")
        self.hidden = bool(entry.get("hidden"))
        self.channel = entry.get("channel", 6)
        self.rssi = entry.get("rssi", -50)
        bssid = entry.get("bssid")
        self.bssid = unhexlify(bssid.replace(":", "")) if bssid else self._made_bssid(index)
        named = entry.get("security", "wpa2" if self.password else "open")
        self.security = SECURITY[named] if isinstance(named, str) else named
        self.fault = entry.get("fault")
        self.after = entry.get("after", 0.3)  # s until fault "drop" strikes
        self.wrong = entry.get("wrong", 15)  # how it answers a wrong password, or a list
        self.address = entry.get("address")
        self.gateway = entry.get("gateway")
        self.dns = entry.get("dns")

    def _made_bssid(self, index):
        return b"\x02" + sha256(self.ssid + bytes((index & 255,))).digest()[:5]


def octets(value):
    """Bytes of a text, or of {"hex": "..."} for what is not UTF-8."""
    return unhexlify(value["hex"]) if isinstance(value, dict) else value.encode()


def networks():
    """All that can be heard, in the order of the file."""
    for index, entry in enumerate(_entries("networks")):
        network = Network(entry, index)
        if network.rssi >= -95:
            yield network


def phones():
    """(MAC,) or (MAC, address) of each phone on the soft AP."""
    return [
        (unhexlify(entry["mac"].replace(":", "")),) + ((entry["ip"],) if "ip" in entry else ())
        for entry in _entries("phones")
    ]


def version():
    """Grows with each change of the file. Allocates nothing and may be asked all the time."""
    global _looked, _now, _seen, _version
    now = ticks_ms()
    if ticks_diff(now, _looked) >= _LOOK_EVERY:
        _looked = now
        _stat(path, _now)
        if _now != _seen:
            _now, _seen = _seen, _now
            _version += 1
    return _version


def describe(networks=(), phones=()):
    """Writes the file: for tests that run on the board itself."""
    with _disk.open(path + ".new", "w") as file:
        json.dump({"networks": list(networks), "phones": list(phones)}, file)
    _disk.rename(path + ".new", path)


def _entries(name):
    """Yields the objects of one list, without ever holding the whole file."""
    key, inside = b'"%s"' % name.encode(), False
    for depth, text in _pieces():
        if depth == 1:
            inside = key in text
        elif inside:
            yield json.loads(text)


def _pieces():
    """Yields (1, the text before a list) and (3, the text of an object in that list)."""
    text = bytearray()
    depth = 0
    for byte, quoted in _signs():
        text.append(byte)
        if quoted:
            continue
        if byte in b"[{":
            depth += 1
            if depth == 2:
                yield 1, bytes(text)
            elif depth == 3:
                text = bytearray(b"{")
        elif byte in b"]}":
            depth -= 1
            if depth == 2:
                yield 3, bytes(text)
            if depth <= 2:
                text = bytearray()


def _signs():
    """Yields each byte of the file, and whether it stands within quotes."""
    try:
        file = _disk.open(path, "rb")
    except OSError:
        return
    chunk = bytearray(128)
    quoted = escaped = False
    with file:
        count = file.readinto(chunk)
        while count:
            for at in range(count):
                byte = chunk[at]
                yield byte, quoted
                if byte == 0x22 and not escaped:  # "
                    quoted = not quoted
                escaped = quoted and byte == 0x5C and not escaped  # \
            count = file.readinto(chunk)
