"""The other end of the sockets in memory: asks, and lets the board's own loop answer."""

import usocket


def ask(turn, method, path, body="", headers="", port=80):
    """(status, head, body) of an answer; `turn` lets the board go on for a moment."""
    connection = usocket.socket()
    connection.connect(("127.0.0.1", port))
    text = "%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n%s" % (method, path, headers)
    if body:
        text += "Content-Length: %d\r\n" % len(body)
    request = (text + "\r\n" + body).encode()
    for at in range(0, len(request), 7):  # cut anywhere
        connection.send(request[at : at + 7])
        turn()
    said = b""
    for _ in range(2000):
        turn()
        try:
            said += connection.recv(1000)
        except OSError:
            continue
        if not connection.peer and not connection.received:
            break
    connection.close()
    head, _, rest = said.partition(b"\r\n\r\n")
    if b"chunked" in head:
        rest = b"".join(_chunks(rest))
    return int(head.split(b" ")[1]), head.decode(), rest


def _chunks(rest):
    size = None
    while size != 0:
        size, _, rest = rest.partition(b"\r\n")
        size = int(size, 16)
        yield rest[:size]
        assert rest[size : size + 2] == b"\r\n"
        rest = rest[size + 2 :]


def resolve(turn, name, port=53):
    """The last four bytes of the answer about a name."""
    asking = usocket.socket(usocket.AF_INET, usocket.SOCK_DGRAM)
    asking.bind(("127.0.0.1", 5353))
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    packet = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0" + labels + b"\0\0\1\0\1"
    asking.sendto(packet, ("127.0.0.1", port))
    for _ in range(10):
        turn()
    answer = asking.recvfrom(512)[0]
    asking.close()
    return bytes(answer[-4:])
