"""What a portal has to stand: tabs, preconnects, port scans, resets, rubbish, and nothing."""

import os
import random
import socket
import struct
import threading
import time
from pathlib import Path

import pytest

from tests.portal.boards import finish, join, portal_board, raw

RESET = struct.pack("ii", 1, 0)  # SO_LINGER: on, 0 s: close() sends a reset


def page_seconds(board):
    """How long the page and the first state take, together."""
    since = time.monotonic()
    assert board.phone.get("/").status == 200
    assert board.phone.get("/v1/state?full=1").status == 200
    return time.monotonic() - since


def cpu_seconds(pid):
    """What a process has used of the processor."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@pytest.mark.timing
def test_an_idle_portal_leaves_the_processor_alone(tmp_path):
    with portal_board(tmp_path) as board:
        time.sleep(1)
        before, since = cpu_seconds(board.pid), time.monotonic()
        time.sleep(5)
        share = (cpu_seconds(board.pid) - before) / (time.monotonic() - since)
        print(f"idle portal: {share:.2%} of one core")
        assert share < 0.02


@pytest.mark.timing
def test_tabs_preconnects_and_a_port_scan_do_not_delay_the_page(tmp_path):
    with portal_board(tmp_path) as board:
        alone = min(page_seconds(board) for _ in range(5))
        held = [socket.create_connection(("127.0.0.1", board.port)) for _ in range(9)]
        try:
            for port in range(board.port - 50, board.port + 50):
                with socket.socket() as sock:
                    sock.settimeout(1)
                    sock.connect_ex(("127.0.0.1", port))
            crowded = max(page_seconds(board) for _ in range(5))
        finally:
            for sock in held:
                sock.close()
        print(f"page and state: alone {alone * 1000:.0f} ms, crowded {crowded * 1000:.0f} ms")
        assert crowded < alone + 0.1


def connect_and_reset(port, noise):
    """One of the ways in which a phone goes away."""
    sock = socket.create_connection(("127.0.0.1", port), 5)
    sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
    part = noise.choice([b"", b"G", b"GET / HTTP/1.1\r\n", b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"])
    if part:
        sock.sendall(part)
    if noise.random() < 0.2:
        time.sleep(0.001)
    sock.close()


def send_rubbish(port, noise):
    """Anything, or a proper head with anything behind it."""
    head = noise.choice(
        [
            b"",
            b"POST /v1/connect HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 40\r\n\r\n",
            b"GET ",
        ]
    )
    with socket.create_connection(("127.0.0.1", port), 5) as sock:
        sock.sendall(head + bytes(noise.randrange(256) for _ in range(noise.randrange(1, 60))))


def attack_many(attack, port, count, seed):
    """One attacker's share."""
    noise = random.Random(seed)
    for _ in range(count):
        try:
            attack(port, noise)
        except OSError:
            pass  # it hung up first


def endure(board, count):
    """So many of each, by four attackers at a time; the board goes on and ends as ever."""
    for attack in (connect_and_reset, send_rubbish):
        attackers = [
            threading.Thread(target=attack_many, args=(attack, board.port, count // 4, seed))
            for seed in range(4)
        ]
        for attacker in attackers:
            attacker.start()
        for attacker in attackers:
            attacker.join()
        assert board.running
    noise = random.Random(8)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        for _ in range(count):
            packet = bytes(noise.randrange(256) for _ in range(noise.randrange(60)))
            sock.sendto(packet, ("127.0.0.1", board.dns_port))
    assert join(board.phone)["state"] == "up"
    finish(board)
    assert "Traceback" not in board.output


def test_resets_and_rubbish_do_not_end_the_portal(tmp_path, bits):
    with portal_board(tmp_path, bits=bits) as board:
        endure(board, 200)


@pytest.mark.long
def test_ten_thousand_resets_and_as_much_rubbish(tmp_path):
    with portal_board(tmp_path) as board:
        endure(board, 10_000)


def test_a_phone_that_stops_reading_holds_nobody_up(tmp_path):
    with portal_board(tmp_path) as board:
        silent = socket.create_connection(("127.0.0.1", board.port))
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
        silent.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert page_seconds(board) < 1
        assert join(board.phone)["state"] == "up"
        silent.close()


def test_nothing_answers_where_https_and_private_dns_would_be(tmp_path):
    report = """
import socket
def refuses(port):
    sock = socket.socket()
    try:
        sock.connect(socket.getaddrinfo("127.0.0.1", port)[0][-1])
        return False
    except OSError:
        return True
    finally:
        sock.close()
print("REFUSED", refuses(443), refuses(853))
"""
    with portal_board(tmp_path) as board:
        assert "REFUSED True True" in board.eval(report)


def test_a_body_that_is_too_long_is_refused_not_read(tmp_path):
    with portal_board(tmp_path) as board:
        head = b"POST /v1/connect HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n"
        answer = raw(board.port, head + b"Content-Length: 100000000\r\n\r\n")
        assert answer.startswith(b"HTTP/1.1 413 ")
        assert board.phone.state()["state"] == "idle"
