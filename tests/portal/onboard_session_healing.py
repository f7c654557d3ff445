"""The session tries the stored networks again by itself, while nobody is there."""
# clock: moved

import sys
from time import ticks_add

from stand_ins import DAY, joined, made, turn, until
from wifi_setup.healer import Healer
from wifi_setup.networks import Network
from wifi_setup.patience import Patience


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


def test_a_phone_that_sleeps_on_the_access_point_does_not_keep_the_board_in_its_portal():
    def run():
        session = healing(in_use=lambda: True)
        turn(session, Healer.quiet - 5000)
        assert session.station.log == []
        until(session, lambda: session.station.log == [b"Home"], 10000)
        turn(session, 3000)
        assert session.station.log == [b"Home"], "it is still asleep"
        Patience.recent = 30
        session.patience.heard()
        until(session, lambda: session.station.log == [b"Home", "cancel"])

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
