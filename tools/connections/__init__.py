"""NetworkManager's connections, as Balena's devices have them, to a board's networks and back.

python3 -m tools.connections import office.nmconnection --board .board
python3 -m tools.connections export connections/ --port /dev/ttyUSB0

keyfile: the file's syntax. connection: what it says of a network. boards: a board's store, by its
own program. docs/connections.md tells what is carried over.
"""
