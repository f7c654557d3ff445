"""Get a board onto Wi-Fi: `from wifi_setup import WiFiSetup`.

Importing this package costs a few hundred bytes; what it offers is loaded when first asked for.
"""


def __getattr__(name):
    """Load the facade on first use; it is not kept here, so that it can be given back."""
    if name == "WiFiSetup":
        from .wifi_setup import WiFiSetup

        return WiFiSetup
    raise AttributeError(name)
