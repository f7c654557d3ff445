"""Real resolvers against the responder, and queries that no resolver would send."""

import os
import re
import socket
import subprocess
import sys
import threading
import time

import dns.edns
import dns.flags
import dns.message
import dns.query
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import pytest

from tests.needs import absent, need
from tests.slim_parts import dns_oracle
from tools.measure import client
from tools.measure.board import Program
from tools.measure.lib import SOURCE
from tools.ports import free_port

ADDRESS = "192.168.4.1"
TYPES = ("AAAA", "HTTPS", "SVCB", "MX", "TXT", "SRV", "DS", "SOA", "NS", "CNAME", "PTR", "DNSKEY")
TYPES += ("CAA", "NAPTR", "TLSA", "ANY", "A")


@pytest.fixture(params=("one", "function"))
def port(request, bits):
    """The port of a responder on the board; with one address for all names, or a function."""
    number = free_port(socket.SOCK_DGRAM)
    with Program("dns.py", number, request.param, lib=SOURCE, bits=bits) as program:
        program.wait_ready()
        yield number
        program.end()


def ask(port, name, kind, rdclass="IN", **options):
    """A reply, parsed strictly: dnspython raises at trailing bytes, a wrong question or id."""
    query = dns.message.make_query(name, kind, rdclass, **options)
    return dns.query.udp(query, "127.0.0.1", port=port, timeout=5)


@pytest.mark.parametrize("edns", (False, True), ids=("plain", "EDNS0"))
def test_every_type_is_answered_as_a_portal_must(port, edns):
    options = {"use_edns": 0, "want_dnssec": True, "payload": 1232} if edns else {}
    for name in ("connectivitycheck.gstatic.com.", "captive.apple.com.", ".", "x." * 127):
        for kind in TYPES:
            reply = ask(port, name, kind, **options)
            assert reply.rcode() == dns.rcode.NOERROR
            assert reply.flags & (dns.flags.QR | dns.flags.RA | dns.flags.RD | dns.flags.TC) == (
                dns.flags.QR | dns.flags.RA | dns.flags.RD
            )
            assert not reply.authority and not reply.additional and reply.edns == -1
            found = [record.to_text() for answer in reply.answer for record in answer]
            assert found == ([ADDRESS] if kind in ("A", "ANY") else []), (name, kind)
            assert all(0 <= answer.ttl <= 60 for answer in reply.answer)


def test_other_classes_get_no_address(port):
    for rdclass in ("CH", "HS", "ANY", "NONE"):
        for kind in ("A", "TXT"):
            assert not ask(port, "version.bind.", kind, rdclass).answer


def test_edns_options_are_not_echoed(port):
    cookie = dns.edns.GenericOption(dns.edns.OptionType.COOKIE, b"12345678")
    reply = ask(port, "example.com.", "A", use_edns=0, options=[cookie])
    assert reply.edns == -1 and len(reply.answer) == 1


def run(*command):
    """What a program prints; it must end well and warn of nothing."""
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    output = done.stdout + done.stderr
    assert done.returncode == 0, output
    assert not re.search("warn|malformed|mismatch|extra|not available", output, re.I), output
    return output


@pytest.mark.parametrize("program", ("dig", "kdig"))
def test_command_line_clients_resolve_through_it(port, program):
    need(program, {"dig": "bind9-dnsutils", "kdig": "knot-dnsutils"}[program])
    for kind in ("A", "AAAA", "HTTPS", "MX", "TXT", "SOA", "ANY"):
        output = run(program, "@127.0.0.1", "-p", str(port), "+notcp", "example.com", kind)
        assert re.search("status: NOERROR", output), output
        assert (ADDRESS in output) == (kind in ("A", "ANY")), output
    output = run(program, "@127.0.0.1", "-p", str(port), "+short", "eXample.COM")
    assert output.split() == [ADDRESS]


# Runs in a network and mount namespace of its own: port 53 is free there, and resolv.conf is ours.
_IN_NAMESPACE = """
import socket, subprocess, sys
sys.path.insert(0, {root!r})
from tools.measure.board import Program
from tools.measure.lib import SOURCE
subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
subprocess.run(["mount", "--bind", {resolv!r}, "/etc/resolv.conf"], check=True)
with Program("dns.py", 53, "function", lib=SOURCE, bits={bits}) as program:
    program.wait_ready()
    for name in ("captive.apple.com", "www.msftconnecttest.com", "a.b.c.d.e.example"):
        found = socket.getaddrinfo(name, 80, type=socket.SOCK_STREAM)
        print(name, sorted(entry[4][0] for entry in found))
"""


def test_the_c_library_resolves_through_it(bits, tmp_path):
    need("unshare", "util-linux")
    need("ip", "iproute2")
    resolv = tmp_path / "resolv.conf"
    resolv.write_text("nameserver 127.0.0.1\noptions timeout:2 attempts:1\n")
    namespace = ["unshare", "--net", "--mount"]
    if os.geteuid() != 0:
        namespace.append("--map-root-user")
    if subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode:
        absent("needs root, or user namespaces")
    script = _IN_NAMESPACE.format(root=os.getcwd(), resolv=str(resolv), bits=bits)
    output = run(*namespace, sys.executable, "-c", script)
    names = ("captive.apple.com", "www.msftconnecttest.com", "a.b.c.d.e.example")
    assert output.splitlines() == [f"{name} ['{ADDRESS}']" for name in names]


class Fuzzer:
    """Sends a query and a sentinel behind it, so that no reply is known without waiting."""

    def __init__(self, port):
        self._sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._sock.connect(("127.0.0.1", port))
        self._sock.settimeout(20)
        self._count = 0

    def ask(self, query):
        """The reply to a query, or None."""
        self._count += 1
        mark = b"\7" + b"%07d" % (self._count % 10**7)
        if query:  # an empty one costs what waits behind it: onboard_dns_empty.py
            self._sock.send(query)
        self._sock.send(b"\xee\xee\1\0\0\1\0\0\0\0\0\0" + mark + b"\0\0\1\0\1")
        reply = None
        while True:
            received = self._sock.recv(2048)
            if received[:2] == b"\xee\xee" and received[12:20] == mark:
                return reply
            assert reply is None, (query, reply, received)
            reply = received

    def close(self):
        self._sock.close()


def fuzz(port, seed, seconds):
    """Tries queries until the time is over; each reply is checked twice."""
    fuzzer = Fuzzer(port)
    end = time.monotonic() + seconds
    tried = 0
    for query in dns_oracle.Queries(seed):
        reply = fuzzer.ask(query)
        dns_oracle.check(query, reply)
        if reply:
            assert len(reply) <= 512
            dns.message.from_wire(reply)
        tried += 1
        if time.monotonic() > end:
            break
    fuzzer.close()
    assert tried > 100
    print(f"{tried} queries")


def test_no_query_is_answered_wrongly(port):
    fuzz(port, 1, 2)


@pytest.mark.long
def test_no_query_is_answered_wrongly_for_long(port):
    """Four times a quarter of $FUZZ_SECONDS (30), from the seed $FUZZ_SEED (2)."""
    seconds = float(os.environ.get("FUZZ_SECONDS", "30")) / 4
    fuzz(port, int(os.environ.get("FUZZ_SEED", "2")), seconds)


def test_a_flood_is_answered_to_the_last_datagram(port):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(10)
        query = dns.message.make_query("example.com", "A").to_wire()
        for _ in range(100):
            sock.sendto(query, ("127.0.0.1", port))
        for _ in range(100):
            assert sock.recv(512)[-4:] == dns_oracle.ADDRESS


@pytest.mark.timing
def test_a_flood_does_not_keep_the_web_server_waiting(bits):
    number = free_port()
    query = dns.message.make_query("example.com", "A").to_wire()
    done = threading.Event()

    def flood():
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
            while not done.is_set():
                for _ in range(20):
                    sock.sendto(query, ("127.0.0.1", number))

    thread = threading.Thread(target=flood)
    with Program("idle.py", number, lib=SOURCE, bits=bits) as program:
        program.wait_ready()
        thread.start()
        try:
            waits = []
            for _ in range(20):
                start = time.monotonic()
                assert client.fetch(number, client.JSON_GET)[0] == 404
                waits.append(time.monotonic() - start)
        finally:
            done.set()
            thread.join()
        program.end()
    assert max(waits) < 0.1, waits


def test_a_hundred_thousand_queries_fit_in_a_small_heap():
    number = free_port(socket.SOCK_DGRAM)
    with Program("dns.py", number, "function", lib=SOURCE, bits=32, heapsize="40K") as program:
        program.wait_ready()
        for _ in range(10):
            client.dns(number, 10000, pause=0)
        program.end()
