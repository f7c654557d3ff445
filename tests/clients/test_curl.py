"""Any name leads to the page, by the board's own name server and nobody else's."""

import json
import socket

import pytest

from tests.needs import need

pytestmark = pytest.mark.root

NAMES = (
    "example.com",
    "connectivitycheck.gstatic.com",
    "router",  # of one label
    "a.name.of.many.labels.in.a.country.example",
    "xn--bcher-kva.example",
    "WWW.Example.COM",
    "example.com.",  # rooted
)


def curl(here, *options):
    """What curl reports at the end of one transfer."""
    command = [need("curl"), "--silent", "--location", "--write-out", "%{stderr}%{json}", *options]
    return json.loads(here.run([*command, "--output", "/dev/null", "--max-time", "10"]).stderr)


def test_curl_lands_on_the_page_whatever_the_name(here):
    for name in NAMES:
        told = curl(here, f"http://{name}/some/path?q=1")
        assert told["url_effective"] == here.url, name
        assert (told["response_code"], told["num_redirects"]) == (200, 1)
        assert told["size_download"] > 3000
        assert told["remote_ip"] == here.address
        assert told["time_namelookup"] < 0.5
        assert told["time_total"] < 1


def test_the_resolver_of_the_c_library_gets_the_one_address(here):
    found = here.run(["getent", "ahosts", "example.com"]).stdout.split("\n")
    assert {line.split()[0] for line in found if line} == {here.address}
    assert here.run(["getent", "ahostsv6", "example.com"]).returncode != 0


def test_https_is_refused_at_once(here):
    told = curl(here, "https://example.com/")
    assert told["exitcode"] == 7  # couldn't connect; 28 would be a time-out
    assert told["time_total"] < 1


def test_ports_443_and_853_refuse(here):
    def connect(port):
        return here.on_phone(lambda: socket.create_connection((here.address, port), 5).close())

    connect(80)
    for port in (443, 853):
        with pytest.raises(ConnectionRefusedError):
            connect(port)
