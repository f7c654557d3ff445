"""Real networks for a board: as root on Linux, three network namespaces joined by veth pairs.

    with Namespaces() as net, Board(folder, neighbourhood, netns=net) as board:
        net.phone.join(board)                            # onto the soft AP, with its DNS
        net.phone.run(["curl", "-s", "http://example.com/"])

          phone                      board                      home
          wlan0 192.168.4.2  <-->  ap0   sta0 192.168.0.224  <-->  lan0 192.168.0.1

The board's own sides, `ap0` and `sta0`, come up and go down with its radio and have the addresses
that its program sets. The namespaces have no names and end with the process that made them.
"""

import ipaddress
import os
import subprocess
import sys
import time
from pathlib import Path

HOME_ADDRESS = "192.168.0.1/24"
_PHONE_MAC = "02:00:00:00:00:02"

# Keeps the namespaces, with a resolv.conf in memory that only they see.
_HOLD = """
mount -t tmpfs none /mnt && touch /mnt/resolv.conf &&
mount --bind /mnt/resolv.conf /etc/resolv.conf && umount -l /mnt && echo ready &&
exec sleep 2147483647
"""


class NoNamespaces(Exception):
    """They cannot be made here; the text says why."""


class Namespace:
    """One network, and a file system in which only /etc/resolv.conf is different."""

    def __init__(self, name):
        self.name = name
        self._holder = subprocess.Popen(
            ["setpriv", "--pdeathsig", "KILL", "unshare", "--net", "--mount", "sh", "-c", _HOLD],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        if not self._holder.stdout.readline():
            reason = self._holder.stderr.read().decode().strip()
            self.close()
            raise NoNamespaces(f"No network namespace can be made here: {reason}")
        self.pid = str(self._holder.pid)

    def command(self, command):
        """What to run so that a command runs in here, in the present folder."""
        inside = ["nsenter", f"--target={self.pid}", "--net", "--mount", f"--wd={os.getcwd()}"]
        return [*inside, *map(str, command)]

    def run(self, command, check=False, **options):
        """subprocess.run in here; text output is captured unless the options say otherwise."""
        defaults = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
        return subprocess.run(self.command(command), check=check, **{**defaults, **options})

    def popen(self, command, **options):
        """subprocess.Popen in here."""
        return subprocess.Popen(self.command(command), **options)

    def ip(self, *words):
        """Runs `ip` in here; raises if it fails."""
        done = self.run(["ip", *" ".join(words).split()])
        if done.returncode:
            raise NoNamespaces(f"ip {' '.join(words)}: {done.stderr.strip()}")

    def set_resolver(self, address):
        """Names are asked of this address from now on."""
        file = Path(f"/proc/{self.pid}/root/etc/resolv.conf")
        file.write_text(f"nameserver {address}\n")

    def close(self):
        """Ends it, with its devices."""
        self._holder.kill()
        self._holder.communicate()


class Phone(Namespace):
    """The network stack of a phone."""

    def join(self, board, timeout=15):
        """Associates with the board's soft AP and configures itself as its DHCP server tells."""
        until = time.monotonic() + timeout
        while not board.radio().get("ap", {}).get("active"):
            if time.monotonic() > until:
                raise TimeoutError(f"There is no soft AP. The board said:\n{board.output}")
            time.sleep(0.02)
        address, mask, gateway, _ = board.radio()["ap"]["ifconfig"]
        network = ipaddress.ip_interface(f"{address}/{mask}").network
        own = next(host for host in network.hosts() if str(host) not in (address, gateway))
        self.ip("addr flush dev wlan0")
        self.ip(f"addr add {own}/{network.prefixlen} dev wlan0")
        self.ip(f"route replace default via {gateway}")
        self.set_resolver(address)
        board.change({"phones": [{"mac": _PHONE_MAC, "ip": str(own)}]})

    def leave(self, board):
        """Goes away from the soft AP."""
        board.change({"phones": []})
        self.ip("addr flush dev wlan0")


class Namespaces:
    """The networks `phone` and `home`, and the board between them."""

    def __init__(self):
        if sys.platform != "linux" or os.geteuid():
            raise NoNamespaces("Network namespaces need Linux, and root.")
        self._all = []
        try:
            self.board = self._add(Namespace("board"))
            self.phone = self._add(Phone("phone"))
            self.home = self._add(Namespace("home"))
            self._connect()
        except BaseException:
            self.close()
            raise

    def _add(self, namespace):
        self._all.append(namespace)
        return namespace

    def _connect(self):
        for namespace in self._all:
            namespace.ip("link set lo up")
        self._pair("ap0", self.phone, "wlan0")
        self._pair("sta0", self.home, "lan0")
        self.phone.ip(f"link set wlan0 address {_PHONE_MAC}")
        self.phone.ip("link set wlan0 up")
        self.home.ip("link set lan0 up")
        self.home.ip(f"addr add {HOME_ADDRESS} dev lan0")

    def _pair(self, device, other, peer):
        self.board.ip(f"link add {device} type veth peer name {peer} netns {other.pid}")

    def inside_board(self):
        """The command before the interpreter; it stays in the folder where it is started."""
        return ["nsenter", f"--target={self.board.pid}", "--net"]

    def close(self):
        """Ends all three."""
        for namespace in self._all:
            namespace.close()
        self._all.clear()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()
