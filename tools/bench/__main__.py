"""Prints the comparison, which takes a minute; with `--quick` without the slow clients."""

import subprocess
import sys

from tools.bench import figures, peers, slow
from tools.interpreter import NoInterpreter
from tools.measure.board import BoardFailed, NoValgrind
from tools.measure.lib import NoCompiler


def _table(title, rows, unit=""):
    print(f"\n{title}")
    print(f"  {'':<30}" + "".join(f"{peer.name:>14}{'':>8}" for peer in peers.PEERS))
    for label, values in rows:
        cells = []
        for value in values:
            ratio = f"x{value / values[0]:.1f}" if values[0] and value is not None else ""
            shown = "no answer" if value is None else f"{value:,}"
            cells.append(f"{shown:>14}{ratio:>8}")
        print(f"  {label:<30}" + "".join(cells) + f"  {unit}", flush=True)


def main():
    """Measures and prints, table by table. Exit status 1 and a sentence where it cannot."""
    try:
        _compare()
    except (BoardFailed, NoCompiler, NoInterpreter, NoValgrind) as error:
        sys.exit(str(error))
    except subprocess.CalledProcessError:  # which has said why
        sys.exit("The other servers could not be fetched from PyPI and compiled.")


def _compare():
    for peer in peers.PEERS:
        peers.folder(peer)
        print(f"{peer.name:<10} {peer.release or 'this clone':<26} {peer.note}")

    _table(
        "Instructions for a request over a fresh connection (64-bit, callgrind)",
        [
            (name, [figures.instructions(peer, data) for peer in peers.PEERS])
            for name, data in figures.REQUESTS
        ],
    )
    _table(
        "Memory (32-bit)",
        [
            ("bytes taken by a JSON answer", [figures.heap(peer) for peer in peers.PEERS]),
            ("KB to serve four connections", [figures.smallest_heap(p) for p in peers.PEERS]),
        ],
    )
    found = figures.times()
    _table(
        "Time for a JSON answer, in turns, median of 7 rounds of 100",
        [("microseconds", [found[peer.name] for peer in peers.PEERS])],
    )
    if "--quick" not in sys.argv:
        print(f"\nSeconds that another client waits for its answer (limit {slow.LIMIT} s)")
        for label, others, count in slow.CASES:
            waits = [figures.waiting(peer, others, count) for peer in peers.PEERS]
            cells = "".join(
                f"{'no answer' if wait is None else f'{wait:.3f}':>14}{'':>8}" for wait in waits
            )
            print(f"  {label:<30}{cells}", flush=True)


if __name__ == "__main__":
    main()
