"""How each figure is taken. No argument, a number back; 0 where nothing could be measured."""

import functools
import gzip
import random
import tempfile
from pathlib import Path

from tools.measure import board, client, lib
from tools.ports import free_port

_PAGE = "index.html.gz"


@functools.cache
def www():
    """A folder with one compressed page of 2 KB."""
    folder = tempfile.TemporaryDirectory(prefix="measure-www-")
    noise = random.Random(1)
    page = "<html>" + "".join(noise.choice("abcdefghijklmnop") for _ in range(8000))
    packed = gzip.compress(page.encode(), mtime=0)
    while len(packed) > 2048:
        page = page[: len(page) * 2048 // len(packed) - 1]
        packed = gzip.compress(page.encode(), mtime=0)
    Path(folder.name, _PAGE).write_bytes(packed)
    return folder


def _http_instructions(data):
    return board.instructions_per_request(
        "server.py", client.http(data), www().name, lib=lib.compiled(), count=200
    )


def json_get():
    """Instructions for a GET answered with JSON."""
    return _http_instructions(client.JSON_GET)


def form_post():
    """Instructions for a form of two fields, answered with JSON."""
    return _http_instructions(client.FORM_POST)


def file_get():
    """Instructions for a compressed file of 2 KB."""
    return _http_instructions(client.FILE_GET)


def a_query(kind="one", drive=client.dns):
    """Instructions for an address; `kind`: see on_board/dns.py."""
    return board.instructions_per_request("dns.py", drive, kind, lib=lib.compiled(), count=200)


def a_query_by_function():
    """Instructions for an address that a function finds by the name."""
    return a_query("function")


def a_query_of_another_name():
    """Instructions for an address that a function finds by another name than the last one."""
    return a_query("function", client.dns_by_turns)


def json_heap():
    """Bytes of heap that a GET answered with JSON takes, 32-bit."""
    return board.heap_per_request(
        "counting.py", 50, client.http(client.JSON_GET), www().name, lib=lib.compiled()
    )


def _serves_four(heapsize, folder):
    """Whether a server imports, listens and serves four connections at once with this heap."""
    port = free_port()
    try:
        with board.Program(
            "server.py", port, www().name, lib=folder, bits=32, heapsize=f"{heapsize}K"
        ) as program:
            program.wait_ready()
            socks = [client.connect(port, timeout=5) for _ in range(4)]
            try:
                for data in (client.JSON_GET, client.FORM_POST, client.FILE_GET):
                    for sock in socks:
                        sock.sendall(data)
                    if any(client.read_answer(sock)[0] != 200 for sock in socks):
                        return False
            finally:
                for sock in socks:
                    sock.close()
            program.end()
    except (board.BoardFailed, OSError):
        return False
    return True


def server_heap():
    """KB of heap in which a server from .mpy does its work, 32-bit."""
    return board.smallest_heap(lambda heap: _serves_four(heap, lib.compiled()), 12, 96)


def server_heap_from_source():
    """KB of heap in which a server from .py does its work, 32-bit."""
    return board.smallest_heap(lambda heap: _serves_four(heap, lib.SOURCE), 12, 128)


def _module_of(path):
    """The name of the module in an .mpy file; a package is its `__init__`."""
    parts = path.relative_to(lib.compiled()).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def server_size():
    """Bytes of the .mpy files that a server with routes and files loads."""
    port = free_port()
    with board.Program("counting.py", port, www().name, lib=lib.compiled()) as program:
        program.wait_ready()
        for data in (client.JSON_GET, client.FORM_POST, client.FILE_GET):
            client.fetch(port, data)
        loaded = program.end("modules")
    return sum(
        path.stat().st_size for path in lib.compiled().rglob("*.mpy") if _module_of(path) in loaded
    )


def slim_size():
    """Bytes of all the .mpy files of slim."""
    return sum(path.stat().st_size for path in (lib.compiled() / "slim").rglob("*.mpy"))


def lib_size():
    """Bytes of lib/ on a board: .mpy, and the page."""
    return sum(path.stat().st_size for path in lib.compiled().rglob("*") if path.is_file())


def page_size():
    """Bytes of the portal page on the wire."""
    page = lib.SOURCE / "wifi_setup" / "www" / _PAGE
    return page.stat().st_size if page.exists() else 0


def idle_heap():
    """Bytes of heap that a hundred turns take in which nothing happens, 32-bit."""
    with board.Program("idle.py", free_port(), lib=lib.compiled(), bits=32) as program:
        program.wait_ready()
        return int(program.end("taken")[0])
