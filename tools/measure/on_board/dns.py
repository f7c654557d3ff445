"""Measured: a responder on port argv[1]; argv[2] says if it has `one` address or a `function`."""

import sys

from micro_dns_srv import MicroDNSSrv
from slim.loop import Loop

address = MicroDNSSrv.ipV4StrToBytes("192.168.4.1")
resolve = address if sys.argv[2] == "one" else lambda name: address
loop = Loop()
loop.add(MicroDNSSrv(resolve, loop.poller, "127.0.0.1", int(sys.argv[1])))
try:
    print("ready")
    loop.run_until(lambda: False)
except KeyboardInterrupt:
    loop.shutdown()
