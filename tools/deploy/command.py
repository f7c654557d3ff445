"""The command: its options, what it says at the end, and its exit status."""

import argparse
import sys
import time
from pathlib import Path

from serial.tools.list_ports import comports

from tools.deploy import DeployError
from tools.deploy.deployment import Deployment
from tools.deploy.link import Link, LostBoard
from tools.deploy.ports import find_port

ROOT = Path(__file__).resolve().parent.parent.parent


def main(argv=None, ports=comports, project=ROOT):
    """Deploys `project` (a folder with lib/ and demo/); the exit status."""
    options = _options(argv)
    started = time.monotonic()
    try:
        port = find_port(options.port, ports)
        print(f"Connecting to {port} ...", flush=True)
        with Link(port, restart=options.reset) as link:
            report = Deployment(link, options, project).run()
    except LostBoard as lost:
        return _failed(f"{lost} Check the cable and run the same command again: {_UNHARMED}")
    except DeployError as error:
        return _failed(str(error))
    except KeyboardInterrupt:
        _failed(f"\nStopped: {_UNHARMED}")
        return 130
    running = "It starts again now." if options.reset else "It waits at its prompt."
    print(f"{report} in {time.monotonic() - started:.1f} s. {running}")
    return 0


_UNHARMED = "no file on the board is half written."


def _failed(sentence):
    print(sentence, file=sys.stderr)
    return 1


def _options(argv):
    parser = argparse.ArgumentParser(
        prog="python -m tools.deploy", description="Copies the library and the demo to a board."
    )
    parser.add_argument("--port", help="its serial port; needed when there are several boards")
    parser.add_argument(
        "--no-demo", "--lib-only", dest="demo", action="store_false", help="copy lib/ alone"
    )
    parser.add_argument("--source", action="store_true", help="copy modules without compiling")
    parser.add_argument(
        "--yes", action="store_true", help="overwrite a main.py or www/ that is not the demo's"
    )
    parser.add_argument(
        "--no-reset", dest="reset", action="store_false", help="leave the board at its prompt"
    )
    return parser.parse_args(argv)
