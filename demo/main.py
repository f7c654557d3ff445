"""Two lines join the board to a network; the rest is a page of the board's own."""

from wifi_setup import WiFiSetup

ws = WiFiSetup("ding-5cd80b1")
sta = ws.connect_or_setup()

from slim.fileserver_module import FileserverModule  # noqa: E402 - after set-up, to spare the heap
from slim.loop import Loop  # noqa: E402
from slim.slim_server import SlimServer  # noqa: E402

loop = Loop()
server = SlimServer(loop.poller)
server.add_module(FileserverModule({"html": "text/html", "svg": "image/svg+xml"}))
loop.add(server)
print("This board's page: http://%s/" % sta.ifconfig()[0])
loop.run_until(lambda: False)
