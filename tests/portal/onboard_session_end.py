"""How a session ends: finished, left alone, in vain; and what is left then."""
# clock: moved

from stand_ins import Air, Answer, Stored, begun, joined, made, turn
from wifi_setup.options import Options
from wifi_setup.patience import Patience
from wifi_setup.session import Session


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


def test_a_change_that_cannot_be_stored_says_whether_to_ask_again():
    for error, status in ((OSError(28), 507), (MemoryError(), 503)):

        def refuse(*_, error=error):
            raise error

        session, answer = made(), Answer()
        session.networks.set_setting = refuse
        answer.close, told = lambda: None, []
        answer.json = lambda said, status, told=told: told.append(status)
        session.tries = 3
        session.change(answer, None, "hotspot_ssid", "new")
        turn(session, 100)
        assert told == [status], told


def test_finishing_keeps_what_is_joined():
    session = joined(made())
    session.finish()
    turn(session, Session.farewell + 100)
    assert session.done and "leave" not in session.station.log


def test_what_was_asked_before_a_finish_in_the_same_turn_is_done():
    session = joined(made())
    session.change(Answer(), [b"Cafe"])
    session.finish()
    assert session.networks.log[-1] == b"-Cafe" and session.finishing
    turn(session, Session.farewell + 100)
    assert session.done


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
