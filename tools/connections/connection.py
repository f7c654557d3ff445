"""What a NetworkManager connection says of a Wi-Fi network, and a network as such a connection.

    network = read(text)        # {"ssid": b"...", "password": b"...", "priority": 0, ...}
    text = write(network)

The keys are those of nm-settings-keyfile(5) and of Balena's documentation. It opens no file.
"""

import ipaddress
import re
import uuid

from tools.connections.keyfile import BadKeyfile, compose, parse

_LIST_OF_BYTES = re.compile(r"(\s*\d{1,3}\s*;)+\s*")  # NetworkManager takes just this for a list

_WIFI = ("wifi", "802-11-wireless")
_SECURITY = ("wifi-security", "802-11-wireless-security")


class Refused(ValueError):
    """A connection that no board could use; its text is a sentence, without any secret."""


def read(text):
    """What `Network` of the library is made of, and "notes": sentences on what is left out."""
    try:
        groups = parse(text)
    except BadKeyfile as error:
        raise Refused(f"it is not a NetworkManager connection: {error}")
    connection, wifi = groups.get("connection", {}), _group(groups, _WIFI)
    kind = connection.get("type", "wifi" if wifi else "")
    if kind not in _WIFI:
        raise Refused(f"it is not a Wi-Fi connection but {kind or 'of no type'}")
    if wifi.get("mode", "infrastructure") != "infrastructure":
        raise Refused(f"it is not a network to join (its mode is {wifi['mode']})")
    notes = []
    if wifi.get("bssid"):
        notes.append("a board chooses the access point itself: bssid is left out")
    return {
        "ssid": _ssid(wifi.get("ssid", "")),
        "password": _password(_group(groups, _SECURITY), "802-1x" in groups),
        "priority": _number(connection.get("autoconnect-priority", "0")),
        "hidden": wifi.get("hidden") in ("true", "1"),
        "static": _static(groups.get("ipv4", {}), notes),
        "notes": notes,
    }


def write(network):
    """The connection's text. Refused if the password cannot be written in such a file."""
    ssid, password = network["ssid"], network["password"]
    groups = {
        "connection": {
            "id": title(ssid),
            "uuid": str(uuid.uuid5(uuid.NAMESPACE_OID, ssid.hex())),
            "type": "wifi",
        },
        "wifi": {"mode": "infrastructure", "ssid": _ssid_text(ssid)},
    }
    if network["priority"]:
        groups["connection"]["autoconnect-priority"] = str(network["priority"])
    if network["hidden"]:
        groups["wifi"]["hidden"] = "true"
    if password is not None:
        groups["wifi-security"] = {"key-mgmt": "wpa-psk", "psk": _psk_text(password)}
    groups["ipv4"] = _ipv4(network["static"])
    groups["ipv6"] = {"addr-gen-mode": "stable-privacy", "method": "auto"}
    return compose(groups)


def title(ssid):
    """The network's name for people."""
    text = ssid.decode("utf-8", "replace")
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _group(groups, names):
    return next((groups[name] for name in names if name in groups), {})


def _ssid(value):
    if _LIST_OF_BYTES.fullmatch(value):
        numbers = [int(number) for number in value.split(";") if number.strip()]
        if max(numbers) > 255:
            raise Refused("its ssid is a list with a number above 255")
        ssid = bytes(numbers)
    else:
        ssid = value.replace("\\;", ";").encode()
    if not 1 <= len(ssid) <= 32:
        raise Refused("its ssid does not have 1 to 32 bytes")
    return ssid


def _ssid_text(ssid):
    if all(32 <= byte < 127 for byte in ssid):
        return ssid.decode().replace(";", "\\;")
    return "".join(f"{byte};" for byte in ssid)


def _password(security, has_8021x):
    management = security.get("key-mgmt", "")
    if has_8021x or "eap" in management or management == "ieee8021x":
        raise Refused(
            "it is WPA-Enterprise (a user name, or a certificate), which no MicroPython "
            "board can join"
        )
    if "wep-key0" in security or management == "none":
        raise Refused("it is WEP, which was broken long ago and boards no longer join")
    if management in ("", "owe"):
        return None
    if management not in ("wpa-psk", "sae"):
        raise Refused(f"its key management {management} is unknown")
    password = security.get("psk", "").encode()
    if not password:
        raise Refused("its password is not in the file (psk is missing)")
    if not re.fullmatch(rb"(?s).{8,63}|[0-9A-Fa-f]{64}", password):
        raise Refused("its password (psk) has neither 8 to 63 characters nor 64 hex digits")
    return password


def _psk_text(password):
    if len(password) < 8:
        raise Refused("its password is a WEP key")
    try:
        text = password.decode()
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise Refused("its password has bytes that such a file cannot hold")
    return text


def _number(value):
    try:
        return int(value)
    except ValueError:
        raise Refused("its autoconnect-priority is no number")


def _static(ipv4, notes):
    method = ipv4.get("method", "auto")
    addresses = [ipv4[key] for key in ("address1", "addresses", "address") if ipv4.get(key)]
    servers = [part.strip() for part in re.split("[;,]", ipv4.get("dns", "")) if part.strip()]
    if method == "auto" and not addresses:
        if servers:
            notes.append("the router's DNS servers are used: dns is left out")
        return None
    if method not in ("auto", "manual") or not addresses:
        raise Refused(f"its IPv4 method is {method}, and a board needs an address")
    address, *gateway = [part.strip() for part in re.split("[;,]", addresses[0]) if part.strip()]
    gateway = ipv4.get("gateway") or (gateway or [""])[0]
    try:
        interface = ipaddress.IPv4Interface(address)
        gateway = str(ipaddress.IPv4Address(gateway)) if gateway else None
        servers = [str(ipaddress.IPv4Address(server)) for server in servers]
    except ValueError:
        raise Refused("its IPv4 address, gateway or DNS server is not one")
    if gateway == "0.0.0.0":
        gateway = None
    if len(servers) > 1:
        notes.append(f"a board takes one DNS server: {servers[0]} of {len(servers)}")
    if "/" not in address or not 1 <= interface.network.prefixlen <= 30:
        raise Refused("its IPv4 address lacks the prefix, as in 192.168.1.20/24")
    return [str(interface), gateway, servers[0] if servers else None]


def _ipv4(static):
    if not static:
        return {"method": "auto"}
    address, gateway, server = static
    ipv4 = {"address1": f"{address},{gateway}" if gateway else address}
    if server:
        ipv4["dns"] = server + ";"
    return {**ipv4, "method": "manual"}
