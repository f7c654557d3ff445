"""slim: an HTTP server, a DNS responder and a scheduler, fed by one poll object.

Each part is a module of its own; importing this package costs nothing. It knows nothing of Wi-Fi.
"""
