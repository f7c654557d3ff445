"""What runs in every turn of the loop, or for every DNS query, needs no frame on the heap."""

import pytest

from tools.measure.frames import MOST, frames

IN_EVERY_TURN = {
    "slim/loop.py": ("run_once", "run_until", "_feed"),
    "slim/scheduler.py": ("run_pending", "idle_ms"),
    "slim/dns.py": ("pump", "_serve", "_answer", "reply", "question", "answer"),
}


@pytest.mark.parametrize("module", IN_EVERY_TURN)
def test_frames_are_small(module):
    found = frames(module)
    for name in IN_EVERY_TURN[module]:
        assert 0 < found[name] <= MOST, name


def test_a_large_frame_is_seen():
    assert frames("slim/__init__.py")["guard"] > MOST
