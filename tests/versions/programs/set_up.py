"""The two lines: a wrong password, the right one, Finish; then a boot that joins by itself."""

import json
import os
from time import ticks_diff, ticks_ms

with open("neighbourhood.json", "w") as file:
    json.dump({"networks": [{"ssid": "Maple Street 12", "password": "correct horse"}]}, file)

from phone import ask, resolve
from wifi_setup import WiFiSetup

ws = WiFiSetup("ding-5cd80b1", lambda sta: "The lamp glows green.")
ws.start()


def turn():
    ws.pump(0)


def until(condition, limit=60000):
    """Lets the board go on until it is so."""
    start = ticks_ms()
    while not condition():
        assert ticks_diff(ticks_ms(), start) < limit, ws.state
        turn()


def api(method, path, body=None):
    headers = "Content-Type: application/json\r\n" if body is not None else ""
    status, _, said = ask(turn, method, "/v1/" + path, json.dumps(body) if body else "", headers)
    return status, json.loads(said)


def state():
    return api("GET", "state")[1]


def choose(password):
    network = api("GET", "state?full=1")[1]["networks"][0]
    assert network["name"] == "Maple Street 12" and network["lock"] == "wpa", network
    assert api("POST", "connect", {"id": network["id"], "password": password})[0] == 202
    until(lambda: state()["state"] not in ("idle", "busy"))
    return state()


until(lambda: ws.state == "setup")
status, head, page = ask(turn, "GET", "/")
assert status == 200 and page[:2] == b"\x1f\x8b" and "gzip" in head, head
assert resolve(turn, "connectivitycheck.example") == b"\x7f\0\0\1"
failed = choose("not the password")
assert (failed["state"], failed["reason"]) == ("failed", "password"), failed
assert not ws.networks.list()
told = choose("correct horse")
assert (told["state"], told["message"]) == ("up", "The lamp glows green."), told
assert api("POST", "finish", {"finish": True})[0] == 202
until(lambda: ws.state != "setup")
assert ws.state == "joined" and ws.wlan.isconnected()
assert [network.ssid for network in ws.networks.list()] == [b"Maple Street 12"], os.listdir()
assert WiFiSetup("ding-5cd80b1").connect().isconnected()
WiFiSetup.clear()
assert not ws.has_ssid()
print("SET UP")
