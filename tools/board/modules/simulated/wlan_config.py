"""WLAN.config: its parameters, which interface has them, and what is wrong with a value.

Follows `network_wlan_config` of ports/esp32/network_wlan.c.
"""

from micropython import const

from simulated.radio import MODE_AP, MODE_STA

_LONGEST_HOSTNAME = const(32)

_NOW_CALLED = {
    "essid": "ssid",
    "authmode": "security",
    "password": "key",
    "dhcp_hostname": "hostname",
}
_AP_ONLY = ("ssid", "hidden", "security", "key", "max_clients")
_OF_BOTH = ("mac", "channel", "hostname", "txpower", "protocol", "pm")


def data(text):
    """The bytes of a str or bytes, which is all that the C code takes."""
    if isinstance(text, str):
        return text.encode()
    if isinstance(text, bytes):
        return text
    raise TypeError("can't convert '%s' object to str implicitly" % type(text).__name__)


def set_hostname(radio, name):
    """Stores a host name of up to 32 bytes."""
    if len(data(name)) > _LONGEST_HOSTNAME:
        raise ValueError
    radio.hostname = data(name).decode()


def query(mode, name, radio, state):
    """The value of one parameter."""
    name = _NOW_CALLED.get(name, name)
    if name in ("hidden", "security") and mode != MODE_AP:
        raise OSError("AP required")
    if name in ("hostname", "reconnects") and mode != MODE_STA:
        raise OSError("STA required")
    if name == "ssid":
        return (_station_ssid(radio.station) if mode == MODE_STA else radio.ap_ssid).decode()
    if name == "mac":
        return radio.macs[mode == MODE_AP]
    if name == "channel":
        radio.need_started()
        return radio.channel
    if name == "reconnects":
        return state.most_tries - 1
    if name == "ifname":
        return "sta" if mode == MODE_STA else "ap"
    if name == "hostname":
        return radio.hostname
    if name in ("pm", "txpower", "protocol"):
        return getattr(state, name)
    if name in ("hidden", "security", "max_clients"):
        return getattr(radio, "ap_" + name)
    raise ValueError("unknown config param")


def _station_ssid(station):
    """Up to the first NUL: 32 bytes have none, and the C code reads on into the password."""
    ssid = station.ssid
    return (ssid + station.key if len(ssid) == 32 else ssid).split(b"\0")[0]


def configure(mode, values, radio, state):
    """Sets parameters; the library refuses all of a soft AP's, or none."""
    ap = {"security": radio.ap_security, "key": radio.ap_key}
    ap["max_clients"] = radio.ap_max_clients
    for name, value in values.items():
        name = _NOW_CALLED.get(name, name)
        if name in _AP_ONLY:
            if mode != MODE_AP:
                raise OSError("AP required")
            ap[name] = _taken(name, value)
        elif name == "reconnects":
            if mode != MODE_STA:
                raise OSError("STA required")
            state.most_tries = 0 if value == -1 else value + 1
        elif name in _OF_BOTH:
            _set(mode, name, value, radio, state)
        else:
            raise ValueError("unknown config param")
    radio.check_config(mode, ap["security"], ap["key"], ap["max_clients"])
    for name, value in ap.items():
        setattr(radio, "ap_" + name, value)
    radio.tell()


def _taken(name, value):
    """A soft AP's value as the C code takes it: names and keys cut to what fits."""
    if name == "ssid":
        return data(value)[:32]
    if name == "key":
        return data(value)[:63]
    return bool(value) if name == "hidden" else value


def _set(mode, name, value, radio, state):
    if name == "mac":
        if len(value) != 6:
            raise ValueError("invalid buffer length")
        radio.macs[mode == MODE_AP] = bytes(value)
    elif name == "channel":
        radio.set_channel(value)
    elif name == "hostname":
        set_hostname(radio, value)
    else:
        setattr(state, name, float(value) if name == "txpower" else value)
