"""What the documents show is run as it stands, on the board; so are the founding README's parts.

A block of Python is a program. The lines of the text block that follows it must be printed, in
their order; then it is interrupted, and must not have ended with an error before.
"""

import os
import re
import signal
import socket
import subprocess
import time

import dns.message
import dns.query
import pytest

from tools.interpreter import command
from tools.measure.lib import ROOT, SOURCE
from tools.ports import free_port

_BLOCK = re.compile(r"```python\n(.*?)```\s*(?:```text\n(.*?)```)?", re.DOTALL)

FOUNDING_DNS = """
class sta:
    ifconfig = staticmethod(lambda: ("192.168.4.1",))
import select
poller = select.poll()
from micro_dns_srv import MicroDNSSrv

addr = sta.ifconfig()[0]
addrBytes = MicroDNSSrv.ipV4StrToBytes(addr)

def resolve(name):
    print("Resolving", name)
    return addrBytes

dns = MicroDNSSrv(resolve, poller)
print("listening")
while True:
    for (s, event) in poller.ipoll(0):
        dns.pump(s, event)
"""

FOUNDING_LOOP = """
import select, time
from slim.slim_server import SlimServer
from slim.fileserver_module import FileserverModule
from micro_dns_srv import MicroDNSSrv
from schedule import Scheduler, CancelJob

poller = select.poll()
slim_server = SlimServer(poller)
slim_server.add_module(FileserverModule({"html": "text/html"}))
dns = MicroDNSSrv(lambda name: b"\\xc0\\xa8\\x04\\x01", poller)
schedule = Scheduler()
job = schedule.every(1).seconds.do(lambda: print("job"))

while True:
    for (s, event) in poller.ipoll(0):
        slim_server.pump(s, event)
        dns.pump(s, event)
    slim_server.pump_expire()
    schedule.run_pending()
"""


def snippets():
    """(name, source, lines that it prints) of each block in the documents of these parts."""
    for name in ("loop", "scheduler", "dns", "logging"):  # slim.md: tests/slim/test_docs.py
        text = (ROOT / "docs" / f"{name}.md").read_text(encoding="utf-8")
        for number, (source, output) in enumerate(_BLOCK.findall(text), 1):
            yield pytest.param(source, output.splitlines(), id=f"{name}.md {number}")
    yield pytest.param(FOUNDING_LOOP, ["job", "job"], id="the founding loop")


class Snippet:
    """A running snippet; `output` is what it has printed on both its outputs."""

    def __init__(self, source, bits, folder):
        self.web, self.dns = free_port(), free_port(socket.SOCK_DGRAM)
        (folder / "main.py").write_text(source)
        self._file = (folder / "output").open("w+b")
        self._process = subprocess.Popen(
            [*command(bits), "main.py"],
            cwd=folder,
            env={
                **os.environ,
                "MICROPYPATH": f".frozen:{SOURCE}:{ROOT}/tools/board/modules",
                "BOARD_PORTS": f"80:{self.web},53:{self.dns}",
            },
            stdin=subprocess.DEVNULL,
            stdout=self._file,
            stderr=subprocess.STDOUT,
        )

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._process.kill()
        self._process.wait()
        self._file.close()

    @property
    def output(self):
        self._file.seek(0)
        return self._file.read().decode()

    def wait_for(self, lines):
        """Until these lines have been printed in this order, other lines between them or not."""
        wanted = re.compile(".*".join(rf"^{re.escape(line)}$" for line in lines), re.M | re.S)
        end = time.monotonic() + 10
        while not wanted.search(self.output):
            running = self._process.poll() is None
            assert (running and time.monotonic() < end) or wanted.search(self.output), self.output
            time.sleep(0.02)

    def interrupt(self):
        """Ends it, if it has not ended well by itself."""
        self._process.send_signal(signal.SIGINT)
        code = self._process.wait(timeout=10)
        assert code == 0 or self.output.rstrip().endswith("KeyboardInterrupt:"), self.output


@pytest.mark.parametrize("source, lines", list(snippets()))
def test_a_snippet_does_what_it_shows(source, lines, bits, tmp_path):
    with Snippet(source, bits, tmp_path) as snippet:
        snippet.wait_for(lines)
        snippet.interrupt()


def resolved(port, name):
    """The addresses of a name."""
    reply = dns.query.udp(dns.message.make_query(name, "A"), "127.0.0.1", port=port, timeout=5)
    return [record.to_text() for answer in reply.answer for record in answer]


def test_the_founding_dns_snippet_resolves(bits, tmp_path):
    with Snippet(FOUNDING_DNS, bits, tmp_path) as snippet:
        snippet.wait_for(["listening"])
        assert resolved(snippet.dns, "Foo.Example") == ["192.168.4.1"]
        snippet.wait_for(["Resolving foo.example"])
        snippet.interrupt()


def test_the_dns_document_resolves_its_names(bits, tmp_path):
    source = _BLOCK.findall((ROOT / "docs" / "dns.md").read_text(encoding="utf-8"))[0][0]
    with Snippet(source, bits, tmp_path) as snippet:
        snippet.wait_for(["listening"])
        assert resolved(snippet.dns, "ding.example") == ["192.168.4.1"]
        assert resolved(snippet.dns, "DONG.example") == ["192.168.4.2"]
        assert resolved(snippet.dns, "dang.example") == []
        snippet.interrupt()
