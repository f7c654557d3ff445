"""phew: port argv[1], folder of files argv[2]. It writes a log file at each request: not here."""

import asyncio
import gc
import json
import sys

sys.path.append(__file__.rsplit("/", 1)[0] + "/stand_ins")

from phew import logging, server

logging.info = lambda *words: None
files = sys.argv[2]


@server.route("/api/hello", methods=["GET"])
def hello(request):
    return json.dumps({"message": "hello"}), 200, "application/json"


@server.route("/api/network", methods=["POST"])
def network(request):
    form = request.form
    answer = {"ssid": form["ssid"], "length": len(form["password"])}
    return json.dumps(answer), 200, "application/json"


@server.route("/index.html", methods=["GET"])
def index(request):
    headers = {"Content-Type": "text/html", "Content-Encoding": "gzip"}
    return server.FileResponse(files + "/index.html.gz", headers=headers)


@server.route("/big.html", methods=["GET"])
def big(request):
    return server.FileResponse(files + "/big.html", headers={"Content-Type": "a/b"})


async def ready():
    await asyncio.sleep_ms(50)
    if len(sys.argv) > 3:
        gc.collect()
        gc.disable()
    print("ready")


asyncio.get_event_loop().create_task(ready())
try:
    server.run("127.0.0.1", int(sys.argv[1]))
except KeyboardInterrupt:
    print("allocated", gc.mem_alloc())
