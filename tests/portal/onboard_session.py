"""The session's states, over a station of the test's own: who may do what, and how it ends."""
# clock: moved

import sys
from time import sleep_ms, ticks_add, ticks_diff, ticks_ms

from wifi_setup.networks import Network
from wifi_setup.options import Options
from wifi_setup.patience import Patience
from wifi_setup.session import Session


class Air:
    """A station without a radio: `result` is what the attempt ends in."""

    channel, bssid, rssi, step, network = 6, b"aaaaaa", -55, "find", None

    def __init__(self):
        self.joined = False
        self.result = None
        self.log = []
        self.wlan = self

    def scan(self):
        self.log.append("scan")
        return [(b"Home", b"aaaaaa", 6, -40, 3, False)]

    def begin(self, network, seen=(), **limits):
        self.log.append(network.ssid)
        self.result = None
        self.network = network

    def poll(self):
        return self.result

    def cancel(self):
        self.log.append("cancel")

    def leave(self):
        self.log.append("leave")
        self.joined = False

    def is_joined(self):
        return self.joined

    def address(self):
        return "10.0.0.9"

    def name(self):
        return None


class Stored:
    """Networks in memory."""

    def __init__(self, *names):
        self.known = [Network(name, b"12345678") for name in names]
        self.log = []

    def list(self):
        return self.known

    def get(self, ssid):
        for network in self.known:
            if network.ssid == ssid:
                return network
        return None

    def keep(self, network, channel, bssid):
        self.log += network.ssid, channel
        self.known.append(network)

    def remove(self, ssid):
        self.log.append(b"-" + ssid)

    def succeeded(self, ssid, channel, bssid):
        self.log.append(channel)


class Answer:
    sent = False

    def close(self):
        pass

    def json(self, said, status):
        self.sent = status == 202


DAY = 24 * 60 * 60 * 1000
HOME = Network(b"Home", b"12345678")


def made(message=None, stored=(), in_use=None, **options):
    settings = Options("Lamp")
    for name in options:
        setattr(settings, name, options[name])  # shorter times than a maker may set
    return Session(settings, Air(), Stored(*stored), message, in_use)


def turn(session, ms=0):
    """Ticks for that long, at least once."""
    since = ticks_ms()
    session.tick()
    while ticks_diff(ticks_ms(), since) < ms:
        sleep_ms(10)
        session.tick()


def until(session, condition, limit=15000):
    """Ticks until something is so."""
    since = ticks_ms()
    while not condition():
        assert ticks_diff(ticks_ms(), since) < limit, session.station.log
        sleep_ms(10)
        session.tick()


def begun(session):
    log = session.station.log
    before = log.count(b"Home")
    session.connect(HOME, "10.0.0.2")
    until(session, lambda: log.count(b"Home") > before)
    return session


def joined(session):
    begun(session)
    session.station.joined, session.station.result = True, "joined"
    until(session, lambda: session.state != "busy")
    return session


def test_the_radio_moves_half_a_second_after_the_answer_has_left():
    session, answer = made(), Answer()
    session.connect(HOME, "10.0.0.2", answer=answer)
    assert session.state == "busy"
    turn(session, 700)
    assert session.station.log == [], "moved before the answer had left"
    answer.sent = True
    turn(session, 200)
    assert session.station.log == [], "moved at once"
    until(session, lambda: session.station.log == [b"Home"])


def test_an_answer_that_never_gets_out_is_not_waited_for_for_ever():
    session = made()
    session.connect(HOME, "10.0.0.2", answer=Answer())
    until(session, lambda: session.station.log == [b"Home"])


def test_a_saved_network_without_password_is_joined_as_it_was_stored():
    session = made(stored=(b"Home",))
    saved = session.networks.known[0]
    saved.priority, saved.static = 3, ("10.0.0.2/24", None, None)
    for password in (None, b"new secret"):
        session.connect(Network(b"Home", password))
        until(session, lambda: session.station.log[-1:] == [b"Home"])
        network = session.station.network
        assert network.password == password or network is saved
        assert network.priority == 3 and network.static == saved.static
        session.cancel()


def test_a_network_is_stored_only_once_it_has_been_joined():
    session = begun(made())
    assert session.networks.log == []
    session.station.result = "password"
    turn(session)
    assert (session.state, session.reason, session.rssi) == ("failed", "password", -55)
    assert session.networks.log == []
    joined(session)
    assert session.state == "up" and session.fresh
    assert session.networks.log == [b"Home", 6]


def test_the_makers_text_is_shown_and_asked_for_once():
    calls = []
    session = joined(made(message=lambda wlan: calls.append(wlan) or "Lamp is at 10.0.0.9"))
    turn(session, 150)
    assert calls == [session.station] and session.text == "Lamp is at 10.0.0.9"


def test_a_check_that_fails_keeps_the_network_and_says_why():
    def refuse(wlan):
        raise ValueError("The broker does not answer.")

    session = joined(made(message=refuse))
    assert (session.state, session.reason) == ("failed", "check")
    assert session.text == "The broker does not answer."
    assert session.networks.log == [b"Home", 6]


def test_a_long_text_of_the_makers_is_cut():
    def refuse(wlan):
        raise ValueError("n" * 4000)

    assert joined(made(message=refuse)).text == "n" * 1000
    assert joined(made(message=lambda wlan: "m" * 4000)).text == "m" * 1000


def test_a_check_that_breaks_shows_no_traceback():
    session = joined(made(message=lambda wlan: wlan.nothing))
    assert (session.state, session.reason, session.text) == ("failed", "check", "")


def keeping(session, *errors):
    """A session whose store raises these, one after another, before it takes anything."""
    keep, errors = session.networks.keep, list(errors)

    def failing(*arguments):
        if errors:
            raise errors.pop(0)
        keep(*arguments)

    session.networks.keep = failing
    return session


def test_a_store_that_is_full_is_told_and_the_network_stays_joined():
    session = joined(keeping(made(message=lambda wlan: "Look."), OSError(28), OSError(28)))
    assert (session.state, session.text, session.saved) == ("up", "Look.", False)
    assert session.station.joined and session.networks.log == []


def test_a_want_of_memory_while_storing_passes():
    session = joined(keeping(made(), *[MemoryError()] * 20))
    assert (session.state, session.saved) == ("up", True)
    assert session.networks.log == [b"Home", 6]


def test_a_want_of_memory_that_does_not_pass_is_told():
    session = joined(keeping(made(), *[MemoryError()] * 100))
    assert (session.state, session.saved) == ("up", False)
    assert session.station.joined and session.networks.log == []


def test_cancel_gives_the_attempt_up():
    session = begun(made())
    session.cancel()
    assert session.state == "idle" and session.network is None
    assert session.station.log[-1] == "leave"


def test_cancel_before_the_radio_has_moved():
    session = made()
    session.connect(HOME, "10.0.0.2")
    session.cancel()
    turn(session, 600)
    assert b"Home" not in session.station.log and session.state == "idle"


def test_a_scan_is_made_after_the_answer_and_counted():
    session = made()
    session.scan()
    assert session.scanning and session.nearby.scans == 0
    turn(session, 550)
    assert not session.scanning and session.nearby.scans == 1


def test_two_scans_asked_for_are_one():
    session = made()
    session.scan()
    session.scan()
    turn(session, 1200)
    assert session.station.log == ["scan"]


def test_connect_overtakes_a_scan_that_has_not_begun():
    session = made()
    session.scan()
    session.connect(HOME)
    turn(session, 600)
    assert session.station.log == [b"Home"] and not session.scanning


def test_finish_ends_it_three_and_a_half_seconds_after_the_answer():
    session, answer = joined(made()), Answer()
    session.finish(answer)
    answer.sent = True
    turn(session, 2500)
    assert not session.done and session.finishing
    turn(session, 2000)
    assert session.done


def test_left_alone_it_ends_after_linger():
    session = joined(made(linger=1))
    turn(session, 500)
    assert not session.done and session.patience.seconds_left() == 1
    session.patience.heard()
    turn(session, 2000)
    assert session.done, "a page that asks must not keep it open for ever"


def test_with_the_phone_gone_it_ends_before_linger():
    Patience.quiet = 1
    try:
        session = joined(made(linger=300))
        turn(session, 500)
        session.patience.heard()
        turn(session, 500)
        assert not session.done
        turn(session, 2000)
        assert session.done
    finally:
        Patience.quiet = 60


def test_a_link_that_is_lost_is_told_and_does_not_end_it():
    session = joined(made(linger=1))
    session.station.joined = False
    turn(session)
    assert session.state == "up" and session.lost
    turn(session, 1100)
    assert session.state == "idle" and not session.done


def test_idle_timeout_ends_it_and_a_request_puts_that_off():
    session = made(idle_timeout=1)
    turn(session, 500)
    session.patience.heard()
    turn(session, 500)
    assert not session.done
    turn(session, 2000)
    assert session.done


def test_without_idle_timeout_it_does_not_give_up():
    session = made()
    turn(session, 1200)
    assert not session.done


def test_opened_while_joined_it_is_up_and_not_fresh():
    air = Air()
    air.joined = True
    session = Session(Options("Lamp"), air, Stored())
    assert session.state == "up" and not session.fresh


def test_forgetting_the_joined_network_leaves_it_after_the_answer():
    session = joined(made())
    session.change(Answer(), [b"Home"])
    turn(session)
    assert session.networks.log[-1] == b"-Home" and session.state == "idle"
    assert session.station.joined
    turn(session, 600)
    assert session.station.log[-1] == "leave"


def test_forgetting_a_network_whose_check_failed_leaves_it_too():
    def check(sta):
        raise ValueError("no cloud")

    session = joined(made(check))
    assert session.state == "failed"
    session.change(Answer(), [b"Home"])
    turn(session)
    turn(session, 600)
    assert session.state == "idle" and session.station.log[-1] == "leave"


def test_going_on_without_wifi_right_after_forgetting_it_leaves_it():
    session = joined(made(offline=True))
    session.change(Answer(), [b"Home"])
    turn(session)
    session.finish()
    turn(session, Session.farewell + 100)
    assert session.done and session.station.log[-1] == "leave" and not session.station.joined


def test_finishing_keeps_what_is_joined():
    session = joined(made())
    session.finish()
    turn(session, Session.farewell + 100)
    assert session.done and "leave" not in session.station.log


def test_forgetting_overtakes_a_scan_that_has_not_begun():
    session = joined(made())
    session.scan()
    session.change(Answer(), [b"Home"])
    turn(session)
    turn(session, 600)
    assert session.station.log[-1] == "leave" and not session.scanning


def test_a_fault_inside_does_not_end_it():
    session = begun(made())
    session.station.poll = None
    turn(session)
    assert (session.state, session.reason) == ("failed", "unknown")
    assert not session.done


# It heals itself.


def healing(in_use=None, stored=(b"Home",)):
    return made(stored=stored, in_use=in_use, retry=(1, 4))


def quiet(test):
    """Runs a test with nobody counted as there for having asked lately."""
    Patience.recent = 0
    try:
        test()
    finally:
        Patience.recent = 30


def test_stored_networks_are_tried_again_while_nobody_is_there():
    def run():
        session = healing()
        turn(session, 500)
        assert session.station.log == []
        until(session, lambda: session.station.log == [b"Home"])
        assert session.state == "idle"
        session.station.joined, session.station.result = True, "joined"
        turn(session)
        assert session.done

    quiet(run)


def test_a_healer_that_finds_no_room_is_not_wanted_in_every_turn():
    asked = []

    def no_room(*what):
        asked.append(what)
        raise MemoryError

    def run():
        module = sys.modules["wifi_setup.session"]
        use, module.use = module.use, no_room
        try:
            turn(healing(), 2500)
        finally:
            module.use = use
        assert len(asked) == 2, asked

    quiet(run)


def test_the_pause_between_tries_grows():
    def run():
        session = healing()
        until(session, lambda: session.station.log)
        session.station.result = "gone"
        turn(session)
        turn(session, 1250)
        assert session.station.log.count(b"Home") == 1
        until(session, lambda: session.station.log.count(b"Home") == 2)

    quiet(run)


def test_nothing_is_tried_while_a_phone_is_there():
    def run():
        session = healing(in_use=lambda: True)
        turn(session, 1300)
        assert session.station.log == []

    quiet(run)


def test_a_week_without_a_phone_is_not_lately():
    session = healing()
    session.patience.heard()
    for days in range(1, 12):  # the ticks of a board come round after 12.4 days
        session.patience.last = ticks_add(session.patience.last, -DAY)
        assert not session.patience.is_recent(), days


def test_after_a_week_in_the_portal_a_lost_network_is_given_up_like_any_other():
    session = joined(made())
    patience = session.patience
    for days in range(1, 12):  # as above
        patience.last = patience.since = ticks_add(patience.since, -DAY)
        assert patience.is_over(True), days


def test_what_is_lost_after_a_week_is_tried_again_soon():
    def run():
        session = joined(healing())
        for _ in range(7):
            session._due = ticks_add(session._due, -DAY)
            session.patience.last = ticks_add(session.patience.last, -DAY)
        session.station.joined, tried = False, session.station.log.count(b"Home")
        turn(session, 1500)
        assert session.station.log.count(b"Home") == tried + 1

    quiet(run)


def test_nothing_is_tried_while_somebody_has_asked_lately():
    session = healing()
    session.patience.heard()
    turn(session, 1300)
    assert session.station.log == []


def test_a_phone_that_turns_up_stops_the_try():
    def run():
        there = [False]
        session = healing(in_use=lambda: there[0])
        until(session, lambda: session.station.log == [b"Home"])
        there[0] = True
        until(session, lambda: session.station.log[-1] == "cancel")
        assert not session.done

    quiet(run)


def test_a_choice_stops_the_try():
    def run():
        session = healing()
        until(session, lambda: session.station.log)
        session.connect(Network(b"Other", b"12345678"))
        assert session.station.log == [b"Home", "cancel"]
        until(session, lambda: session.station.log[-1] == b"Other")

    quiet(run)


def test_a_board_without_networks_tries_nothing():
    def run():
        session = healing(stored=())
        turn(session, 1300)
        assert session.station.log == []

    quiet(run)


def test_an_idle_tick_allocates_nothing():
    import micropython

    for session in (made(stored=(b"Home",)), joined(made())):
        session.tick()
        micropython.heap_lock()
        try:
            for _ in range(100):
                session.tick()
        finally:
            micropython.heap_unlock()
