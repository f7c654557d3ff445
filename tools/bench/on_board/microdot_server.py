"""microdot: port argv[1], folder of files argv[2]."""

import asyncio
import gc
import sys

from microdot import Microdot, send_file

app = Microdot()
files = sys.argv[2]


@app.get("/api/hello")
async def hello(request):
    return {"message": "hello"}


@app.post("/api/network")
async def network(request):
    form = request.form
    return {"ssid": form["ssid"], "length": len(form["password"])}


@app.get("/index.html")
async def index(request):
    return send_file(files + "/index.html.gz", content_type="text/html", compressed="gzip")


@app.get("/big.html")
async def big(request):
    return send_file(files + "/big.html", content_type="a/b")


async def main():
    serving = asyncio.create_task(app.start_server("127.0.0.1", int(sys.argv[1])))
    await asyncio.sleep_ms(50)
    if len(sys.argv) > 3:
        gc.collect()
        gc.disable()
    print("ready")
    await serving


try:
    asyncio.run(main())
except KeyboardInterrupt:
    print("allocated", gc.mem_alloc())
