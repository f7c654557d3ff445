"""The facade and the portal: when it opens, and that nothing stays of it however it ends."""
# clock: moved

import asyncio
import os
import time

from around import HOME, around
from around import sta as radio
from rig import home, is_on, portal_modules, start_over
from wifi_setup import WiFiSetup

# Others run beside us, and from 32768 on are the ports of their connections.
_port = 10000 + 2 * (int.from_bytes(os.urandom(2), "big") % 5000)
PORTS = {"port": _port, "dns_port": _port + 1}


def turn(ws, until, timeout_ms=60000):
    """Pumps until something is so."""
    start = time.ticks_ms()
    while not until():
        assert ws.pump(5) or until(), ws.state
        assert time.ticks_diff(time.ticks_ms(), start) < timeout_ms, ws.state


def test_setup_opens_the_portal_and_ends_when_a_stored_network_comes_back():
    from wifi_setup.patience import Patience

    Patience.recent = 0
    start_over(home())
    around()
    ws = WiFiSetup("ding-5cd80b1", retry=(1, 1), **PORTS)
    ws.start()
    assert ws.state == "joining" and not portal_modules()
    turn(ws, lambda: ws.state == "setup")
    assert is_on(1) and portal_modules()
    around(HOME)
    turn(ws, lambda: ws.state != "setup")
    assert ws.state == "joined" and ws.wlan.isconnected()
    assert not is_on(1)
    assert not portal_modules(), portal_modules()


def test_portal_modules_leave_the_packages_too():
    import wifi_setup

    for name in ("portal", "session", "join"):
        assert not hasattr(wifi_setup, name), name
    for name in ("networks", "station", "network"):  # imported by this test before
        assert hasattr(wifi_setup, name), name


def test_stop_closes_the_portal():
    start_over()
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    for _ in range(2):  # the second time proves that the ports are free again
        ws.start()
        turn(ws, lambda: ws.state == "setup")
        assert is_on(1)
        ws.stop()
        assert ws.state == "idle" and not is_on(1) and not portal_modules()


def test_an_exception_closes_the_portal():
    start_over()
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    ws.start()
    turn(ws, lambda: ws.state == "setup")

    def interrupted(_):
        raise KeyboardInterrupt

    ws.portal.pump = interrupted
    try:
        ws.pump()
        raise AssertionError("it must come through")
    except KeyboardInterrupt:
        pass
    assert not is_on(1) and not ws.pump()


def test_an_error_while_closing_is_told_as_it_was():
    start_over()
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    ws.start()
    turn(ws, lambda: ws.state == "setup")
    close = ws.portal.close

    def closed():
        close()
        raise OSError(5)

    ws.portal.close = closed
    ws.portal.pump = lambda timeout_ms: False
    try:
        ws.pump()
        raise AssertionError("it must come through")
    except OSError as error:
        assert error.errno == 5
    assert not is_on(1) and not ws.pump() and ws.state == "failed"


def test_setup_gives_the_wlan_whether_or_not_it_is_connected():
    start_over()
    around()
    ws = WiFiSetup("ding-5cd80b1", idle_timeout=1, **PORTS)
    sta = ws.setup()
    assert sta is radio and not sta.isconnected() and ws.state == "failed"
    assert not is_on(1)
    sta = WiFiSetup("ding-5cd80b1", idle_timeout=1, **PORTS).connect_or_setup()
    assert sta is radio and not sta.isconnected()


def test_after_clear_and_a_soft_reset_somebody_is_asked():
    """The radio still has its link then, to a network that is not stored any more."""
    start_over(home())
    around(HOME)
    assert WiFiSetup("ding-5cd80b1").connect()
    WiFiSetup.clear()
    assert WiFiSetup("ding-5cd80b1").connect() is None
    assert radio.isconnected(), "it is left to the program, which may have made it"
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    ws.start()
    turn(ws, lambda: ws.state == "setup")
    assert ws.portal.session.state == "idle" and not radio.isconnected()
    ws.stop()


def test_opened_on_purpose_the_portal_leaves_a_link_of_the_programs_own():
    start_over(home())
    around(HOME)
    assert WiFiSetup("ding-5cd80b1").connect()
    WiFiSetup.clear()
    ws = WiFiSetup("ding-5cd80b1", linger=0, **PORTS)
    assert ws.setup().isconnected() and ws.state == "joined"


def seconds_of_setup(ws):
    """How long the portal is open when nobody comes."""
    from wifi_setup.patience import Patience

    Patience.recent, start = 30, time.ticks_ms()
    assert ws.setup().isconnected() and ws.state == "joined"
    return time.ticks_diff(time.ticks_ms(), start) / 1000


def test_opened_on_purpose_the_portal_gives_people_time_to_come():
    """Who holds a button wants it, though a stored network could be joined at once."""
    start_over(home())
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    assert 120 < seconds_of_setup(ws) < 150, "not joined"
    assert ws.connect()
    assert 120 <= seconds_of_setup(ws) < 130, "joined"


def test_it_is_opened_on_purpose_without_blocking_too():
    from wifi_setup.patience import Patience

    start_over(home())
    around(HOME)
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    for _ in range(2):
        ws.start(join=False)
        assert ws.state == "setup" and is_on(1) and not ws.wlan.isconnected()
        patience = ws.portal.session.patience
        assert ws.pump() and patience.recent == patience.quiet == 120
        patience.heard()  # who has come and gone is not waited for so long
        assert (patience.recent, patience.quiet) == (Patience.recent, 60)
        ws.stop()
        assert not is_on(1) and not portal_modules()


def test_opened_because_connect_failed_the_portal_heals_soon():
    start_over(home())
    around()
    ws = WiFiSetup("ding-5cd80b1", **PORTS)
    assert not ws.connect()
    around(HOME)
    assert seconds_of_setup(ws) < 60


def test_a_cancelled_task_closes_the_portal():
    start_over()
    around()

    async def main():
        ws = WiFiSetup("ding-5cd80b1", **PORTS)
        ws.start()
        task = asyncio.create_task(ws.wait())
        while ws.state != "setup":
            await asyncio.sleep_ms(10)
        assert is_on(1)
        task.cancel()
        try:
            await task
        except asyncio.CancelledError:
            pass
        return ws

    ws = asyncio.run(main())
    assert ws.state == "idle" and not is_on(1)
