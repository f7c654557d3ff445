"""What is asked for does not push aside what was asked for before it."""
# clock: moved

from slim import HttpError
from stand_ins import HOME, made, turn
from wifi_setup.actions import act


class Asked:
    """A site, a request and its response in one, as much of them as a choice looks at."""

    address, method, host = "10.0.0.2", "POST", None

    def __init__(self, session, route="connect"):
        self.session, self.response = session, self
        self.status = None
        try:
            act(route, self, self, False)
        except HttpError as error:
            self.status = error.status

    def header(self, name):
        return None

    def close(self):
        pass

    def json(self, value=None, status=200):
        if value:
            self.status = status
        return {"ssid": "Home", "password": "12345678"}


def test_a_choice_waits_for_a_change_that_is_on_its_way():
    session, done = made(), []
    session.patience.plan(lambda: done.append(1), None, 300)
    assert Asked(session).status == 409 and session.state == "idle"
    turn(session, 400)
    assert done == [1]
    assert Asked(session).status == 202 and session.state == "busy"


def test_a_choice_does_not_wait_for_a_scan():
    session = made()
    session.scan()
    assert Asked(session).status == 202 and session.state == "busy"


def test_the_same_choice_once_more_is_the_same_attempt():
    session = made()
    session.connect(HOME, "10.0.0.2")
    assert Asked(session).status == 202
    assert session.network is HOME


def test_going_on_without_wifi_waits_for_an_attempt_to_end():
    session = made(offline=True)
    session.connect(HOME, "10.0.0.2")
    assert Asked(session, "offline").status == 409 and not session.finishing
    session.cancel()
    assert Asked(session, "offline").status == 202 and session.finishing


def test_going_on_without_wifi_is_the_makers_to_allow():
    session = made()
    session.connect(HOME, "10.0.0.2")
    assert Asked(session, "offline").status == 403
