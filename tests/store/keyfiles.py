"""NetworkManager's files for the tests: balena's example, a company's, and small ones."""

BALENA = """\
[connection]
id=balena-wifi
type=wifi
autoconnect-priority=7

[wifi]
hidden=true
mode=infrastructure
ssid=My Awesome WiFi Ssid

[ipv4]
address1=192.168.1.127/24,192.168.1.1
dns=8.8.8.8;8.8.4.4;
dns-search=
method=manual

[ipv6]
addr-gen-mode=stable-privacy
method=auto

[wifi-security]
auth-alg=open
key-mgmt=wpa-psk
psk=super_secret_wifi_password
"""
ENTERPRISE = """\
[connection]
id=office
type=wifi
[wifi]
ssid=Office
[wifi-security]
key-mgmt=wpa-eap
[802-1x]
eap=peap;
identity=maja
password=geheimes Wort
"""


def wifi(ssid="Maple", security="", **groups):
    """The text of a small connection."""
    text = f"[connection]\ntype=wifi\n[wifi]\nssid={ssid}\n{security}"
    return text + "".join(f"[{name}]\n{body}\n" for name, body in groups.items())


def psk(value):
    return f"[wifi-security]\nkey-mgmt=wpa-psk\npsk={value}\n"
