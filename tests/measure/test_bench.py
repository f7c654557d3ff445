"""slim is faster and leaner than the servers it is compared with, also while others are slow."""

import pytest

from tools.bench import __main__ as bench
from tools.bench import figures, peers, slow
from tools.measure.board import NoValgrind

pytestmark = pytest.mark.long
OURS, *OTHERS = peers.PEERS


@pytest.mark.parametrize("peer", OTHERS, ids=lambda peer: peer.name)
@pytest.mark.parametrize("name, data", figures.REQUESTS, ids=[r[0] for r in figures.REQUESTS])
def test_a_request_takes_less_than_half_the_instructions(peer, name, data):
    assert figures.instructions(OURS, data) * 2 < figures.instructions(peer, data)


@pytest.mark.parametrize("peer", OTHERS, ids=lambda peer: peer.name)
def test_it_takes_less_memory(peer):
    assert figures.heap(OURS) * 2 < figures.heap(peer)
    assert figures.smallest_heap(OURS) < figures.smallest_heap(peer)


@pytest.mark.timing
@pytest.mark.parametrize("label, others, count", slow.CASES, ids=[case[0] for case in slow.CASES])
def test_an_ordinary_client_is_answered_beside_slow_ones(label, others, count):
    wait = figures.waiting(OURS, others, count)
    assert wait is not None and wait < 0.5, label


def test_what_is_missing_is_said(monkeypatch):
    def none(*_):
        raise NoValgrind("valgrind is missing")

    monkeypatch.setattr(figures, "instructions", none)
    with pytest.raises(SystemExit, match="valgrind is missing"):
        bench.main()
