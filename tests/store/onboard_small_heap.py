"""The store in a heap as small as what a set-up may use; lib/ is compiled in it here, too."""

# heapsize: 64K
# bits: 32

import gc

from wifi_setup.networks import Network, Networks


def test_ten_networks_are_stored_and_read():
    networks = Networks()
    for index in range(10):
        networks.add(Network("Network %d" % index, "x" * 63, static=("10.0.0.2/8", None, None)))
    for index in range(10):
        networks.succeeded("Network %d" % index, 6, b"\x01\x02\x03\x04\x05\x06")
    assert networks.list()[0].ssid == b"Network 9"


def test_reading_leaves_nothing_in_the_heap():
    networks = Networks()
    networks.list()
    gc.collect()
    before = gc.mem_alloc()
    for _ in range(5):
        networks.list()
        networks.get("Network 3")
    gc.collect()
    assert gc.mem_alloc() - before < 64, gc.mem_alloc() - before
