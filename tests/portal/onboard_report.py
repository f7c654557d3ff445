"""What an answer says is of one moment, however long a slow phone takes to fetch it."""

import json

from wifi_setup.nearby import Nearby
from wifi_setup.report import access_points, full_state


class Options:
    device, hostname, offline = "Lamp", "lamp", False
    accent = sentence = logo = None


class Session:
    """As much of a session as an answer is made of."""

    options, network, state, boot, ap_name = Options, None, "idle", "0123abcd", "Lamp"
    scanning, owner = False, None

    def __init__(self, *names):
        self.nearby = Nearby()
        self.hear(*names)

    def hear(self, *names):
        rows = [(name, b"aaaaaa", 6, -40 - at, 3) for at, name in enumerate(names)]
        self.nearby.update(rows, set())


def pieces(answer, session):
    if answer is full_state:
        return full_state(session, "10.0.0.2")
    return access_points(session)


def test_a_scan_made_while_an_answer_goes_out_does_not_break_it():
    for answer, key in ((full_state, "networks"), (access_points, "ssids")):
        for before, after in (((), ("A", "B")), (("A", "B"), ()), (("A", "B"), ("C",))):
            before, after = ([name.encode() for name in names] for names in (before, after))
            for until in range(5):  # pieces that are out when the scan is made
                session = Session(*before)
                text, left = "", until
                for piece in pieces(answer, session):
                    text += piece
                    left -= 1
                    if left == 0:
                        session.hear(*after)
                told = json.loads(text)
                assert len(told[key]) == len(before), (before, after, until, text)


def test_a_network_saved_while_an_answer_goes_out_is_in_it_once():
    session = Session(b"A", b"B", b"C")
    text = ""
    for piece in full_state(session, "10.0.0.2"):
        text += piece
        session.nearby.save(b"C")
    assert [row["name"] for row in json.loads(text)["networks"]] == ["A", "B", "C"]
