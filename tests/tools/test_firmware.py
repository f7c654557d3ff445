"""Firmware with the library frozen in by manifest.py: built, and set up with nothing copied."""

import http.client
import shutil

import pytest

from tests.needs import need_firmware
from tests.phone import Phone
from tools import firmware
from tools.board import Board

NETWORK = {"ssid": "Maple Street 12", "password": "correct horse battery", "channel": 6}
PAGE = firmware.ROOT / "lib" / "wifi_setup" / "www" / "index.html.gz"


@pytest.fixture(scope="module")
def interpreter(tmp_path_factory):
    need_firmware()
    path = tmp_path_factory.mktemp("firmware") / "micropython"
    firmware.build(path)
    return path


@pytest.fixture
def board(interpreter, tmp_path):
    folder = tmp_path / "flash"
    folder.mkdir()
    (tmp_path / "empty").mkdir()
    shutil.copy(firmware.ROOT / "demo" / "main.py", folder)
    options = {"firmware": interpreter, "lib": tmp_path / "empty", "scale": 0.02}
    with Board(folder, {"networks": [NETWORK]}, **options) as board:
        yield board


def test_a_manifest_that_is_not_there_is_said_at_once(tmp_path):
    with pytest.raises(firmware.NoFirmware, match=r"There is no manifest .*/none\.py\."):
        firmware.build(tmp_path / "micropython", tmp_path / "none.py")


def test_what_is_wrong_with_a_manifest_is_told(interpreter, tmp_path):
    (tmp_path / "wrong.py").write_text('package("nothing", base_path="nowhere")\n')
    with pytest.raises(firmware.NoFirmware, match=r"Error in manifest file: .*/nowhere"):
        firmware.build(tmp_path / "micropython", tmp_path / "wrong.py")


def test_its_page_is_the_one_of_the_library(board):
    phone = Phone(board.port)
    phone.wait_for_page()
    answer = phone.get("/")
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"] == "text/html"
    assert answer.body == PAGE.read_bytes()


def test_its_page_goes_to_old_clients_and_as_a_head_only(board):
    Phone(board.port).wait_for_page()
    connection = http.client.HTTPConnection("127.0.0.1", board.port, timeout=10)
    connection._http_vsn_str = "HTTP/1.0"
    connection.request("GET", "/")
    assert connection.getresponse().read() == PAGE.read_bytes()
    connection.close()
    connection.request("HEAD", "/")
    answer = connection.getresponse()
    assert answer.headers["Content-Length"] == str(PAGE.stat().st_size)
    assert answer.read() == b""
    connection.close()


def test_a_board_with_empty_flash_is_set_up_and_joins_by_itself(board):
    phone = Phone(board.port)
    phone.wait_for_page()
    (row,) = phone.state(full=True)["networks"]
    phone.post("/v1/connect", {"id": row["id"], "password": "a wrong password"})
    assert phone.wait_for_state("failed")["reason"] == "password"
    phone.post("/v1/connect", {"id": row["id"], "password": NETWORK["password"]})
    phone.wait_for_state("up")
    phone.submit("/v1/finish", {})
    board.wait_for("This board's page")
    board.restart()
    board.wait_for("This board's page")
    assert board.eval("__import__('wifi_setup.site').site.__file__") == "'wifi_setup/site.py'"
    assert "Traceback" not in board.output
