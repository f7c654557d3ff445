"""Whether there is internet behind the network: found out without making anybody wait."""

import contextlib
import socket
import threading
import time

import pytest

from tests.portal.boards import finish, join, portal_board


@contextlib.contextmanager
def outside(answer):
    """A server that stands for the internet; None: it takes the connection and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        asked = []

        def serve():
            held = []
            while True:
                try:
                    sock, _ = listener.accept()
                except OSError:
                    return
                asked.append(sock.recv(1000))
                if answer is None:
                    held.append(sock)
                else:
                    sock.sendall(answer)
                    sock.close()

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], asked
        listener.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def board_with(folder, port, host="127.0.0.1"):
    settings = f"from wifi_setup.internet import Internet\nInternet.host = {host!r}\n"
    return portal_board(folder, before=settings + f"Internet.port = {port}\nInternet.limit = 1500")


NO_CONTENT = b"HTTP/1.1 204 No Content\r\nContent-Length: 0\r\n\r\n"
PORTAL = b"HTTP/1.1 302 Found\r\nLocation: http://hotel.example/\r\n\r\n"


@pytest.mark.parametrize(
    ("answer", "internet"),
    [(NO_CONTENT, True), (PORTAL, False), (b"rubbish\r\n\r\n", False), (b"", False)],
    ids=["204", "another portal", "rubbish", "nothing"],
)
def test_only_the_right_answer_is_the_internet(tmp_path, answer, internet):
    with outside(answer) as (port, asked), board_with(tmp_path, port) as board:
        assert board.phone.get("/v1/connection_status").json() == {
            "wifi": False,
            "internet": False,
        }
        assert not asked, "asked before there was a network"
        join(board.phone)
        told = board.phone.get("/v1/connection_status").json()
        assert told == {"wifi": True, "internet": internet}
        assert asked[0].startswith(b"GET /generate_204 HTTP/1.0\r\nHost: 127.0.0.1\r\n")


def test_a_name_is_looked_up_without_waiting(tmp_path):
    with (
        outside(NO_CONTENT) as (port, asked),
        board_with(tmp_path, port, "probe.example") as board,
    ):
        join(board.phone)
        assert board.phone.get("/v1/connection_status").json()["internet"] is True
        assert b"Host: probe.example" in asked[0]


def test_others_are_served_while_it_is_asked_and_it_has_a_deadline(tmp_path):
    with outside(None) as (port, _), board_with(tmp_path, port) as board:
        join(board.phone)
        results = []

        def ask():
            since = time.monotonic()
            told = board.phone.get("/v1/connection_status").json()
            results.append((told, time.monotonic() - since))

        askers = [threading.Thread(target=ask) for _ in range(2)]
        for asker in askers:
            asker.start()
        time.sleep(0.2)
        since = time.monotonic()
        assert board.phone.state()["state"] == "up"
        assert time.monotonic() - since < 0.5
        for asker in askers:
            asker.join(10)
        assert [told for told, _ in results] == [{"wifi": True, "internet": False}] * 2
        assert all(1 < seconds < 3 for _, seconds in results), results


def test_who_hangs_up_meanwhile_does_no_harm(tmp_path):
    with outside(None) as (port, _), board_with(tmp_path, port) as board:
        join(board.phone)
        for _ in range(3):
            with socket.create_connection(("127.0.0.1", board.port)) as sock:
                sock.sendall(b"GET /v1/connection_status HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
                time.sleep(0.05)
        time.sleep(2)
        assert board.phone.get("/v1/connection_status").json()["wifi"] is True
        assert "Traceback" not in board.output


SHOWN_AT_THE_END = """
from wifi_setup.portal import Portal
close = Portal.close
def told(portal):
    print("KEPT", portal._internet, len(portal.loop._services))
    close(portal)
Portal.close = told
"""


def test_what_asks_is_given_back_afterwards(tmp_path):
    with portal_board(tmp_path, before=SHOWN_AT_THE_END) as board:
        join(board.phone)
        for _ in range(2):
            assert board.phone.get("/v1/connection_status").json()["wifi"] is True
        finish(board)
        assert "KEPT None 2" in board.output
