"""The gate of the API on the joined network: a wrong password costs a second, and no more."""
# clock: moved

from time import sleep_ms

import network  # noqa: F401 - from here, lest the imports are too deep for a small stack
from wifi_setup.remote import Gate

DAY = 24 * 60 * 60 * 1000


class Response:
    def set_header(self, name, value):
        pass

    def send(self, status, body):
        self.status = status


class Request:
    method, host = "GET", None

    def __init__(self, password):
        self.password, self.response = password, Response()

    def header(self, name):
        return "Bearer " + self.password if name == "Authorization" else None


def asked(gate, password):
    """The status of a refusal, or None."""
    request = Request(password)
    gate.on_request(request)
    return getattr(request.response, "status", None)


def test_after_a_wrong_password_the_right_one_has_to_wait_for_a_second():
    gate = Gate("open sesame")
    assert asked(gate, "open sesame") is None
    assert asked(gate, "open barley") == 401
    assert asked(gate, "open sesame") == 429
    sleep_ms(1001)
    assert asked(gate, "open sesame") is None


def test_nor_for_longer_when_it_comes_days_later():
    for days in range(1, 12):  # the ticks of a board come round after 12.4 days
        gate = Gate("open sesame")
        assert asked(gate, "open barley") == 401
        for _ in range(days):
            sleep_ms(DAY)
        assert asked(gate, "open sesame") is None, days
