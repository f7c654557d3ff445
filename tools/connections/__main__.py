"""The command: connections into a board, or out of it."""

import argparse
import os
import sys
from pathlib import Path

from tools.connections import boards
from tools.connections.connection import Refused, read, title, write
from tools.interpreter import NoInterpreter


def main(argv=None):
    """Imports or exports; the exit status, 1 if anything was left out."""
    options = _options(argv)
    try:
        with boards.at(folder=options.board, port=options.port) as board:
            return options.action(board, options)
    except (boards.Unreachable, NoInterpreter) as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:  # of the folder to export to
        print(f"{error.filename}: {error.strerror}.", file=sys.stderr)
        return 1


def bring(board, options):
    """Stores the networks of all files that can be used; says why the others cannot."""
    networks, failures = [], 0
    for path in options.files:
        try:
            network = read(Path(path).read_text(encoding="utf-8-sig"))
        except (OSError, UnicodeDecodeError) as error:
            failures += _left_out(path, getattr(error, "strerror", None) or "it is not UTF-8 text")
        except Refused as error:
            failures += _left_out(path, error)
        else:
            networks.append((path, network))
    rows = [_row(network) for _, network in networks]
    results = board.ask("store", options.filename, rows) if rows else []
    for (path, network), why in zip(networks, results):
        if why:
            failures += _left_out(path, why)
            continue
        print(f"{path}: {title(network['ssid'])} is stored.")
        for note in network["notes"]:
            print(f"  Note: {note}.")
    return 1 if failures else 0


def take(board, options):
    """Writes a connection for each network, readable by its owner only."""
    folder = Path(options.folder)
    folder.mkdir(parents=True, exist_ok=True)
    failures, used = 0, set()
    for row in board.ask("fetch", options.filename):
        network = _network(row)
        name = _file_name(title(network["ssid"]), used)
        try:
            _write_private(folder / name, write(network))
            print(f"{folder / name}: {title(network['ssid'])}")
        except Refused as error:
            failures += _left_out(title(network["ssid"]), error)
    if not used:
        print("The board has no stored networks that it can open.")
    return 1 if failures else 0


def _left_out(what, why):
    print(f"{what} is left out: {why}.", file=sys.stderr)
    return 1


def _row(network):
    password = network["password"]
    return (
        network["ssid"].hex(),
        None if password is None else password.hex(),
        network["priority"],
        network["hidden"],
        network["static"],
    )


def _network(row):
    ssid, password, priority, hidden, static = row
    return {
        "ssid": bytes.fromhex(ssid),
        "password": None if password is None else bytes.fromhex(password),
        "priority": priority,
        "hidden": hidden,
        "static": static,
    }


def _file_name(name, used):
    """A name of its own that every file system takes."""
    base = "".join(c if c.isalnum() or c in " ._-" else "_" for c in name).strip(" .") or "network"
    name, number = base, 1
    while name.lower() in used:
        number += 1
        name = f"{base}-{number}"
    used.add(name.lower())
    return name + ".nmconnection"


def _write_private(path, text):
    # NetworkManager ignores a file that others may read.
    path.unlink(missing_ok=True)
    with open(
        os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)


def _options(argv):
    parser = argparse.ArgumentParser(
        prog="python3 -m tools.connections",
        description="NetworkManager connections into a board's stored networks, and back.",
    )
    actions = parser.add_subparsers(required=True, metavar="import | export")
    importing = actions.add_parser("import", help="store the networks of connection files")
    importing.add_argument("files", nargs="+", metavar="FILE", help="a .nmconnection file")
    importing.set_defaults(action=bring)
    exporting = actions.add_parser("export", help="write the stored networks as such files")
    exporting.add_argument("folder", metavar="FOLDER", help="where to write them")
    exporting.set_defaults(action=take)
    for action in (importing, exporting):
        where = action.add_mutually_exclusive_group(required=True)
        where.add_argument("--board", metavar="FOLDER", help="a simulated board's files")
        where.add_argument("--port", nargs="?", const="", help="a real board's serial port")
        action.add_argument("--filename", default="credentials", help="the store's file there")
    return parser.parse_args(argv)


if __name__ == "__main__":
    sys.exit(main())
