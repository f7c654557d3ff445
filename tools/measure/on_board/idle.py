"""Measured: what a hundred turns allocate in which nothing happens and no job is due."""

import gc
import sys

from micro_dns_srv import MicroDNSSrv
from slim.fileserver_module import FileserverModule
from slim.loop import Loop
from slim.slim_server import SlimServer

port = int(sys.argv[1])
loop = Loop()
loop.longest_sleep = 1
server = loop.add(SlimServer(loop.poller, "127.0.0.1", port))
server.add_module(FileserverModule({"html": "text/html"}))
loop.add(MicroDNSSrv(b"\xc0\xa8\4\1", loop.poller, "127.0.0.1", port))
loop.scheduler.every(1).hours.do(print)
loop.run_once()
gc.collect()
gc.disable()


def turns(count):
    for _ in range(count):
        loop.run_once()


def taken(count):
    before = gc.mem_alloc()
    turns(count)
    return gc.mem_alloc() - before


own = taken(0)
print("taken", taken(100) - own)
try:
    print("ready")
    loop.run_until(lambda: False)
except KeyboardInterrupt:
    loop.shutdown()
