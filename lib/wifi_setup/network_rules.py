"""What a network must be before it is stored; the sentences name the field, never a password."""


def check(network) -> None:
    """ValueError, with a sentence, if this network could not be joined or stored."""
    if not network.ssid or len(network.ssid) > 32:
        raise ValueError("ssid must have 1 to 32 bytes")
    _check_password(network.password)
    for name in ("priority", "last", "channel"):
        if not isinstance(getattr(network, name), int):
            raise ValueError("%s must be a whole number" % name)
    if network.bssid is not None and len(network.bssid) != 6:
        raise ValueError("bssid must have 6 bytes")
    if network.static is not None:
        _check_static(network.static)


def _check_password(password):
    # 8 to 63 characters or 64 hex digits are WPA's (IEEE 802.11-2020 J.4); 5 bytes are a WEP key.
    if password is None or len(password) == 5 or 8 <= len(password) <= 63:
        return
    if len(password) == 64:
        try:
            bytes.fromhex(password.decode())
            return
        except ValueError:
            pass
    raise ValueError("password must have 8 to 63 bytes, or 64 hex digits")


def _check_static(static):
    if not isinstance(static, (tuple, list)) or len(static) != 3:
        raise ValueError("static must be (address/prefix, gateway, DNS server)")
    address, slash, prefix = static[0].partition("/")
    if not slash or not prefix.isdigit() or not 1 <= int(prefix) <= 30:
        raise ValueError("static address must be like 192.168.1.20/24")
    for part in (address, static[1], static[2]):
        if part is not None and not _is_address(part):
            raise ValueError("static addresses must be IPv4")


def _is_address(text):
    numbers = text.split(".") if isinstance(text, str) else ()
    return len(numbers) == 4 and all(n.isdigit() and int(n) <= 255 and len(n) < 4 for n in numbers)
