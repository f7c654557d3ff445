"""What is measured of each server: one function a line of the table."""

import statistics
import time
from pathlib import Path

from tools.bench import peers, slow
from tools.measure import board, client
from tools.measure.figures import www
from tools.ports import free_port

REQUESTS = (
    ("JSON answer", client.JSON_GET),
    ("form of two fields", client.FORM_POST),
    ("gz file of 2 KB", client.FILE_GET),
)


def instructions(peer, data):
    """Instructions for a request, 64-bit."""
    folder = peers.folder(peer)
    drive = client.http(data)
    return board.instructions_per_request(peer.program, drive, www().name, lib=folder, count=100)


def heap(peer):
    """Bytes of heap that a JSON answer takes, 32-bit."""
    drive = client.http(client.JSON_GET)
    return board.heap_per_request(
        peer.counting, 50, drive, www().name, "hold", lib=peers.folder(peer)
    )


def smallest_heap(peer):
    """KB in which it imports, listens and serves four connections, 32-bit."""
    return board.smallest_heap(lambda size: _serves_four(peer, size), 12, 128)


def _serves_four(peer, size):
    port = free_port()
    folder = peers.folder(peer)
    try:
        with board.Program(
            peer.program, port, www().name, lib=folder, bits=32, heapsize=f"{size}K"
        ) as program:
            program.wait_ready()
            for _, data in REQUESTS:
                socks = [client.connect(port, timeout=5) for _ in range(4)]
                for sock in socks:
                    sock.sendall(data)
                answers = [client.read_answer(sock)[0] for sock in socks]
                for sock in socks:
                    sock.close()
                if answers != [200] * 4:
                    return False
            program.end()
    except (board.BoardFailed, OSError):
        return False
    return True


def times(rounds=7, requests=100):
    """{peer's name: microseconds for a JSON answer}, measured in turns while all of them run."""
    found = {peer.name: [] for peer in peers.PEERS}
    running = {peer.name: _start(peer) for peer in peers.PEERS}
    try:
        for _ in range(rounds):
            for name, (_, port) in running.items():
                start = time.perf_counter()
                client.http(client.JSON_GET)(port, requests)
                found[name].append((time.perf_counter() - start) / requests * 1e6)
    finally:
        for program, _ in running.values():
            program.__exit__()
    return {name: round(statistics.median(each)) for name, each in found.items()}


def waiting(peer, others, count):
    """Seconds that an ordinary client waits beside `others(port, count)`; None: no answer."""
    big = Path(www().name, "big.html")
    if not big.exists():
        big.write_bytes(bytes(3_000_000))
    program, port = _start(peer)
    try:
        with others(port, count):
            return slow.wait(port)
    finally:
        program.__exit__()


def _start(peer):
    port = free_port()
    program = board.Program(peer.program, port, www().name, lib=peers.folder(peer))
    program.wait_ready()
    return program, port
