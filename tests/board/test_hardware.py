"""What the board is made of, as this PC sees it: pins, radio, sockets, ports and heap."""

import socket
import subprocess

import pytest

from tools import interpreter
from tools.board.launch import own_heap

_JOIN = """
import network, time
sta = network.WLAN()
sta.active(True)
sta.connect("Maple Street 12", "correct horse")
while not sta.isconnected():
    time.sleep_ms(5)
print("joined")
"""


def test_a_button_and_a_led(make):
    board = make(
        "from machine import Pin\nimport time\n"
        "led, button = Pin(2, Pin.OUT), Pin(0, Pin.IN, Pin.PULL_UP)\nled.off()\nprint('ready')\n"
        "while button(): time.sleep_ms(1)\nled.on()\nprint('pressed')"
    )
    with board:
        board.wait_for("ready")
        assert board.read_pin(2) == 0 and board.read_pin(4) is None
        board.hold_pin(0, 0)
        board.wait_for("pressed")
        assert board.read_pin(2) == 1


def test_the_host_sees_what_the_radio_does(make):
    board = make(
        _JOIN + "ap = network.WLAN(1)\nap.active(True)\n"
        "ap.config(ssid='ding', security=3, key='top secret')\nprint('ready')"
    )
    assert board.radio() == {}
    with board:
        board.wait_for("ready")
        radio = board.radio()
        assert radio["ap"]["active"] and radio["ap"]["ssid"] == "ding"
        assert radio["ap"]["security"] == 3 and radio["ap"]["key_length"] == 10
        assert radio["sta"]["connected"] and radio["sta"]["ssid"] == "Maple Street 12"
        assert radio["ap"]["channel"] == radio["sta"]["channel"] == 6
        assert radio["counts"] == {"connects": 1, "ap": 1, "scans": 0}
        assert "top secret" not in str(radio) and "correct horse" not in str(radio)
    assert board.radio() == {}


def test_the_neighbourhood_changes_while_it_runs(make):
    board = make(_JOIN + "while sta.isconnected(): time.sleep_ms(5)\nprint('lost')")
    with board:
        board.wait_for("joined")
        board.change({"networks": []})
        board.wait_for("lost")
        board.change(lambda all: all["phones"].append({"mac": "aabbccddeeff"}))
        assert board.neighbourhood.read()["phones"]


def test_a_neighbourhood_of_the_users_own_is_read_where_it_is(make, tmp_path):
    file = tmp_path / "air.json"
    file.write_text('{"networks": [{"ssid": "mine"}]}')
    main = "import network\nsta = network.WLAN()\nsta.active(True)\nprint(sta.scan())"
    with make(main, file) as board:
        board.wait_for("b'mine'")


def test_the_eleventh_socket_is_one_too_many(make, bits):
    board = make(
        "import socket\nopened = []\ntry:\n    while True: opened.append(socket.socket())\n"
        "except OSError as error: print(len(opened), error.errno)\n"
        "opened.pop().close()\nopened.append(socket.socket())\n"
        "with open('file', 'w') as f: print('a file', f.write('x'))",
        bits=bits,
    )
    with board:
        board.wait_for("10 23")
        board.wait_for("a file 1")


def test_low_ports_are_high_ones_on_this_pc(make):
    board = make(
        "import socket\ns = socket.socket()\n"
        "s.bind(socket.getaddrinfo('0.0.0.0', 80)[0][-1])\ns.listen(1)\nprint('ready')\n"
        "c, _ = s.accept()\nc.send(b'hello')\nc.close()"
    )
    with board:
        board.wait_for("ready")
        with socket.create_connection(("127.0.0.1", board.port), timeout=5) as client:
            assert client.recv(5) == b"hello"


@pytest.mark.parametrize("mpy", (False, True), ids=("source", "mpy"))
def test_the_heap_is_the_programs_alone(make, mpy):
    board = make(
        "import gc, network, machine, socket, btree\ngc.collect()\nprint('free', gc.mem_free())",
        bits=32,
        heapsize="64K",
        mpy=mpy,
    )
    with board:
        start, end = board.wait_for("free "), board.wait_for("\n>>>")
        free = int(board.output[start:end].split()[0])
        bare = "import gc; gc.collect(); print(gc.mem_free())"
        bare = [*interpreter.command(32), "-X", "heapsize=64K", "-c", bare]
        bare = int(subprocess.check_output(bare))
        print(f"{free} bytes free of 64K, {bare} without the simulation ({own_heap(32, mpy)})")
        # The ports, which are options of the library, and the spare for the radio at work.
        assert -2048 < free - bare < 4096


def test_compiled_modules_are_run_from_the_cache(make):
    board = make("import logging, network\nprint(logging.__file__, network.__file__)", mpy=True)
    with board:
        board.wait_for("logging.mpy")
        board.wait_for("network.mpy")
