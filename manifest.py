"""For firmware that has the library frozen in: `include("path/to/manifest.py")` in a board's own.

What is frozen takes up no heap with its code and names. The sign-in page goes along, as a module
of one constant, so that nothing has to be copied to the board.
"""
# ruff: noqa: F821 - package and module are what MicroPython's makemanifest.py provides

import atexit
import os
import shutil
import tempfile

# opt=3: without line numbers, as MicroPython's own asyncio is
package("slim", base_path="lib", opt=3)
package("wifi_setup", base_path="lib", opt=3)
module("logging.py", base_path="lib", opt=3)
module("micro_dns_srv.py", base_path="lib", opt=3)
module("schedule.py", base_path="lib", opt=3)

_made = tempfile.mkdtemp()
atexit.register(shutil.rmtree, _made, True)  # by then it has been compiled
os.mkdir(_made + "/wifi_setup")
with open("lib/wifi_setup/www/index.html.gz", "rb") as _file:
    _page = _file.read()
with open(_made + "/wifi_setup/frozen_page.py", "w") as _file:
    _file.write("DATA = %r\n" % _page)
package("wifi_setup", base_path=_made)
