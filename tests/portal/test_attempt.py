"""The loop goes on while a network is being joined: nobody waits for the radio."""

import socket
import time

import dns.message
import pytest

from tests.portal.boards import portal_board

LIMIT = 0.05  # s
SILENT = {"ssid": "silent", "password": "correct horse battery", "fault": "silent"}
NO_LEASE = {"ssid": "no lease", "password": "correct horse battery", "fault": "no_dhcp"}


def seconds(action):
    since = time.perf_counter()
    action()
    return time.perf_counter() - since


def resolve(asking, port):
    query = dns.message.make_query("connectivitycheck.gstatic.com", "A")
    asking.sendto(query.to_wire(), ("127.0.0.1", port))
    reply = dns.message.from_wire(asking.recv(512))
    assert reply.id == query.id and len(reply.answer) == 1


def slowest(board, name):
    """The slowest answers of a whole attempt, from its beginning to its end: (HTTP, DNS)."""
    http, dns_times = [], []
    choice = {"ssid": name, "password": "correct horse battery"}
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        asking.settimeout(5)
        http.append(seconds(lambda: board.phone.post("/v1/connect", choice)))
        assert board.phone.state()["state"] == "busy"
        while board.phone.state()["state"] == "busy":
            http.append(seconds(board.phone.state))
            dns_times.append(seconds(lambda: resolve(asking, board.dns_port)))
            time.sleep(0.02)
    assert len(dns_times) > 30, "it has hardly begun"
    return max(http), max(dns_times)


@pytest.mark.timing
@pytest.mark.parametrize("bits", [64, 32])
@pytest.mark.parametrize("air", [SILENT, NO_LEASE], ids=lambda air: air["fault"])
def test_http_and_dns_answer_within_50_ms_while_an_attempt_runs(tmp_path, air, bits):
    with portal_board(tmp_path, "join_limit=3", networks=[air], bits=bits) as board:
        # What else runs on this machine adds to it: the calmest of three attempts counts.
        tries = []
        while len(tries) < 3 and not any(max(times) < LIMIT for times in tries):
            tries.append(slowest(board, air["ssid"]))
        print("slowest answers in ms:", [[round(t * 1000) for t in times] for times in tries])
        assert any(max(times) < LIMIT for times in tries), tries
