"""An idle turn of the whole portal takes nothing of the heap."""

import os

import micropython
from simulated import air
from wifi_setup.network import Network
from wifi_setup.networks import Networks
from wifi_setup.options import Options
from wifi_setup.portal import Portal
from wifi_setup.station import Station

PORT = 10000 + int.from_bytes(os.urandom(2), "big") // 4  # other tests run at the same time


def test_an_idle_turn_allocates_nothing():
    air.describe([{"ssid": "Home", "password": "12345678"}])
    networks = Networks()
    networks.add(Network("Away", "12345678"))
    options = Options("Lamp", port=PORT, dns_port=PORT + 1)
    portal = Portal(options, Station(options.hostname), networks)
    try:
        portal.start()
        for _ in range(3):
            assert portal.pump(1)
        micropython.heap_lock()
        try:
            for _ in range(200):
                portal.pump(1)
        finally:
            micropython.heap_unlock()
    finally:
        portal.close()
