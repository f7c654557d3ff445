"""Every module of lib/ can be loaded."""

import os
import sys

_ABSENT = ("cryptolib", "sha1", "btree")  # the WebAssembly port lacks them, boards have them

for package in ("slim", "wifi_setup"):
    for file in sorted(os.listdir("/lib/" + package)):
        if file.endswith(".py") and file != "__init__.py":
            try:
                __import__(package + "." + file[:-3])
            except ImportError as error:
                assert any(name in str(error) for name in _ABSENT), (file, error)
for module in ("logging", "schedule", "micro_dns_srv"):
    __import__(module)
print("VERSION", ".".join(str(part) for part in sys.implementation[1][:3]))
