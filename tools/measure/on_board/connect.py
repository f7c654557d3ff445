"""Measured: what a boot that joins its one stored network by itself takes of the heap.

    connect.py prepare   stores the network
    connect.py nothing   does everything but that
    connect.py           joins
    connect.py heap      joins, and prints what is held while it joins and afterwards

Its radio joins at once and takes nothing of the heap, as one written in C. The store is the JSON
one: a btree is C on a board and would not be here.
"""

import errno  # noqa: F401
import gc
import hashlib  # noqa: F401
import json  # noqa: F401
import os  # noqa: F401
import sys


class Wlan:
    """A station's radio that has an address at the first look after `connect`."""

    IF_STA = 0
    _on = _asked = False

    def __init__(self, _interface):
        pass

    def active(self, *on):
        self._on = on[0] if on else self._on
        return self._on

    def connect(self, _ssid, _key, *, bssid=None):
        self._asked = True

    def disconnect(self):
        self._asked = False

    def isconnected(self):
        return self._asked

    def status(self, *_):
        return 1000

    def config(self, *names, **_):
        return 6 if names else None

    def ifconfig(self, *_):
        return ("192.168.1.20", "255.255.255.0", "192.168.1.1", "192.168.1.1")


class Network:
    """The module of that radio."""

    WLAN, STA_IF = Wlan, 0
    STAT_IDLE, STAT_CONNECTING, STAT_GOT_IP = 1000, 1001, 1010
    hostname = country = lambda *_: None


def held():
    if "heap" not in sys.argv:
        return 0  # a collection would be more than all the rest
    gc.collect()
    return gc.mem_alloc()


def prepare():
    from wifi_setup.networks import Network, Networks

    networks = Networks()
    networks.add(Network("Maple Street 12", "correct horse battery", bssid=b"\2\0\0\0\0\1"))
    networks.succeeded("Maple Street 12", 6, b"\2\0\0\0\0\1")


def connect():
    before = held()
    if "nothing" in sys.argv:
        return
    from wifi_setup import WiFiSetup

    board = WiFiSetup("ding-5cd80b1")
    board.start(setup=False)
    joining = held() - before
    while board.pump():
        pass
    assert board.state == "joined", board.state
    print("held", joining, held() - before)


sys.modules["network"] = Network
if "prepare" in sys.argv:
    prepare()
else:
    connect()
