"""What browsers and curious programs do to a server all the time must not slow the page."""

import contextlib
import socket
import threading
import time

import pytest

pytestmark = [pytest.mark.root, pytest.mark.timing]

PORTS = range(1, 1025)


def page_seconds(here, held=0):
    """How long the page and its first state take, together, beside so many new connections."""
    with held_open(here, held):
        return _page_seconds(here)


def _page_seconds(here):
    since = time.monotonic()
    assert here.page_is(here.phone.get("/"))
    assert here.phone.state(full=True)["state"] == "idle"
    return time.monotonic() - since


def typical_worst(here, held=0):
    """The third slowest of twenty: what the board does shows there, not what this machine does."""
    return sorted(page_seconds(here, held) for _ in range(20))[-3]


@contextlib.contextmanager
def held_open(here, count):
    """So many connections on which nothing is said."""
    held = here.on_phone(
        lambda: [socket.create_connection((here.address, 80), 5) for _ in range(count)]
    )
    try:
        yield
    finally:
        for sock in held:
            sock.close()


@contextlib.contextmanager
def port_scan(here):
    """All the time, one port after the other; yields the set of those that are open."""
    found, stop = set(), threading.Event()

    def scan():
        while True:
            for port in PORTS:
                with socket.socket() as sock:
                    sock.settimeout(5)
                    if sock.connect_ex((here.address, port)) == 0:
                        found.add(port)
                time.sleep(0.0005)  # the page is fetched by this process too
            if stop.is_set():
                return

    scanner = threading.Thread(target=lambda: here.on_phone(scan))
    scanner.start()
    try:
        yield found
    finally:
        stop.set()
        scanner.join()


def test_a_tab_eight_preconnects_and_a_port_scan_do_not_delay_the_page(here):
    alone = typical_worst(here)
    with port_scan(here) as found:
        crowded = typical_worst(here, 1 + 8)
    print(f"page and state: alone {alone * 1000:.0f} ms, crowded {crowded * 1000:.0f} ms")
    assert crowded < alone + 0.1
    assert found == {80}
