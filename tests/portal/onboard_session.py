"""The session's states: who may do what, and what becomes of it."""
# clock: moved

from stand_ins import HOME, Answer, begun, joined, made, turn, until
from wifi_setup.networks import Network


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


def short_of_memory(session, times):
    """A session whose store cannot be read so often, when an attempt begins."""
    get = session.networks.get

    def read(ssid):
        nonlocal times
        times -= 1
        if times >= 0:
            raise MemoryError
        return get(ssid)

    session.networks.get = read
    return session


def test_a_want_of_memory_while_beginning_passes():
    session = short_of_memory(made(), 20)
    session.connect(HOME, "10.0.0.2")
    until(session, lambda: session.station.log == [b"Home"])
    assert session.state == "busy" and session.patience.action is None
    session.station.joined, session.station.result = True, "joined"
    until(session, lambda: session.state == "up")


def test_a_want_of_memory_while_beginning_that_does_not_pass_is_told():
    session = short_of_memory(made(), 100)
    session.connect(HOME, "10.0.0.2")
    until(session, lambda: session.state == "failed")
    assert session.reason == "unknown" and session.patience.action is None
    assert session.station.log == []


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
