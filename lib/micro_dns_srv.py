"""Where users of the founding library import the DNS responder from; nothing inside does."""

from slim.dns import MicroDNSSrv  # noqa: F401
