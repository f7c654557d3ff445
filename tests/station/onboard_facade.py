"""The facade: the founding API, and the same without blocking."""
# clock: moved

import asyncio
import os
import time

from around import HOME, around, changed
from around import sta as radio
from rig import home, portal_modules, report, start_over
from wifi_setup import WiFiSetup
from wifi_setup.networks import Network, Networks


def test_both_import_paths_give_the_same():
    from wifi_setup.wifi_setup import WiFiSetup as by_module

    assert by_module is WiFiSetup
    try:
        from wifi_setup import Nothing  # noqa: F401
    except (ImportError, AttributeError):  # MicroPython lets the second one through
        return
    raise AssertionError("an unknown name must not be found")


def test_making_one_leaves_the_radio_and_the_files_alone():
    start_over()
    radio.active(False)
    ws = WiFiSetup("ding-5cd80b1")
    assert not ws.has_ssid()
    assert not radio.active() and os.listdir() == []
    assert ws.state == "idle"


def test_has_ssid_and_clear_and_forget():
    start_over(home(), Network("Cafe"))
    ws = WiFiSetup("ding-5cd80b1")
    assert ws.has_ssid() is True
    assert ws.forget("Cafe") is True and ws.forget("Cafe") is False
    assert [n.ssid for n in ws.networks.list()] == [b"Maple Street 12"]
    WiFiSetup.clear()
    assert ws.has_ssid() is False


def test_connect_gives_the_wlan_or_none():
    start_over()
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1")
    assert ws.connect() is None and ws.state == "failed"
    ws.networks.add(home("not the password"))
    assert ws.connect() is None and ws.reason == "password"
    ws.networks.add(home())
    sta = ws.connect()
    assert sta is radio and sta.isconnected() and ws.state == "joined" and ws.reason is None
    assert sta.config("reconnects") == -1
    assert not portal_modules()


def test_a_fixed_address_that_was_stored_meanwhile_is_taken():
    start_over(home())
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1")
    assert ws.connect()
    ws.networks.add(home(static=("192.168.7.20/24", "192.168.7.1", None)))
    assert ws.connect().ifconfig()[0] == "192.168.7.20"
    connects = report().counts["connects"]
    assert ws.connect() and report().counts["connects"] == connects, "it is on it already"
    ws.networks.add(home())
    radio.disconnect()
    assert ws.connect().ifconfig()[0] == "127.0.0.1"


def test_a_link_to_a_network_whose_name_cannot_be_told_is_kept():
    raw = b"Caf\xe9 \xff"  # Latin-1: `WLAN.config("ssid")` raises UnicodeError
    start_over(Network("Elsewhere", "correct horse"), Network(raw, "correct horse"))
    around({"ssid": {"hex": raw.hex()}, "password": "correct horse"})
    ws = WiFiSetup("ding-5cd80b1")
    assert ws.connect()
    connects = report().counts["connects"]
    assert ws.connect() and report().counts["connects"] == connects
    ws.forget(raw)
    assert ws.connect() is None, "it is not stored any more"


def test_connect_does_not_call_message():
    start_over(home())
    around(HOME)
    calls = []
    assert WiFiSetup("ding-5cd80b1", message=calls.append).connect()
    assert calls == []


def test_connect_or_setup_joins_without_the_portal():
    start_over(home())
    around(HOME)
    ups = report().counts["ap"]
    assert WiFiSetup("ding-5cd80b1").connect_or_setup().isconnected()
    assert not portal_modules() and report().counts["ap"] == ups


def test_start_and_pump():
    start_over(home())
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1")
    start = time.ticks_ms()
    ws.start(setup=False)
    assert ws.state == "joining"
    states, turns = set(), 0
    while ws.pump():
        states.add(ws.state)
        turns += 1
    assert states == {"joining"} and ws.state == "joined" and turns > 100
    assert not ws.pump(), "it stays over"
    assert time.ticks_diff(time.ticks_ms(), start) < 5000


def test_pump_does_not_wait_longer_than_it_is_told():
    start_over(home())
    around(changed(fault="silent"))
    ws = WiFiSetup("ding-5cd80b1")
    ws.start(setup=False)
    longest = 0
    for _ in range(50):
        before = time.ticks_ms()
        ws.pump()
        longest = max(longest, time.ticks_diff(time.ticks_ms(), before))
    assert longest <= 1, longest
    ws.stop()
    assert ws.state == "idle" and not ws.pump()


def test_join_limit_counts_for_each_network():
    start_over(home())
    around(changed(fault="silent"))
    ws = WiFiSetup("ding-5cd80b1", join_limit=1)
    start = time.ticks_ms()
    assert ws.connect() is None and ws.reason == "timeout"
    assert 1000 <= time.ticks_diff(time.ticks_ms(), start) < 1200


def test_await_while_another_task_runs():
    start_over(home())
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1")
    ticks = []

    async def blink():
        while True:
            ticks.append(time.ticks_ms())
            await asyncio.sleep_ms(10)

    async def main():
        task = asyncio.create_task(blink())
        ws.start(setup=False)
        sta = await ws.wait()
        task.cancel()
        return sta

    assert asyncio.run(main()) is radio
    assert ws.state == "joined"
    gaps = [time.ticks_diff(b, a) for a, b in zip(ticks, ticks[1:])]
    assert len(ticks) > 50 and max(gaps) <= 20, gaps


def test_a_wrong_option_is_told_before_the_radio_is_touched():
    start_over()
    radio.active(False)
    for wrong in ({"ap_password": "short"}, {"port": 0}, {"country": "DEU"}):
        try:
            WiFiSetup("ding-5cd80b1", **wrong)
            raise AssertionError(wrong)
        except ValueError as error:
            assert next(iter(wrong)) in str(error)
    assert not radio.active()


def test_waiting_does_not_burn_the_processor():
    start_over(home())
    around(changed(fault="silent"))
    ws = WiFiSetup("ding-5cd80b1", join_limit=1)
    polls = 0
    ws.start(setup=False)
    ask = ws._joiner.poll

    def counted():
        nonlocal polls
        polls += 1
        return ask()

    ws._joiner.poll = counted
    while ws.pump(None):
        pass
    assert 90 < polls < 110, polls


def test_networks_by_program():
    start_over()
    networks = WiFiSetup("ding-5cd80b1").networks
    networks.add(Network("a", "password a"))
    networks.add(Network("b", "password b"))
    networks.reorder(["b", "a"])
    assert [n.ssid for n in Networks().list()] == [b"b", b"a"]
