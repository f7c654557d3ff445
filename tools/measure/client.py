"""The requests that are measured, sent from outside the measured process, one at a time."""

import socket
import time

# What a current Chrome sends with a fetch: with the request line 390 bytes.
CHROME_HEAD = (
    "Host: 192.168.4.1\r\n"
    "Connection: keep-alive\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Chrome/126.0.0.0 Safari/537.36\r\n"
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8\r\n"
    "Referer: http://192.168.4.1/index.html\r\n"
    "Accept-Encoding: gzip, deflate\r\n"
    "Accept-Language: en-GB,en-US;q=0.9,en;q=0.8\r\n"
)

# A query for connectivitycheck.gstatic.com, type A, class IN: what every Android asks first.
A_QUERY = b"\x12\x34\x01\0\0\1\0\0\0\0\0\0\x11connectivitycheck\7gstatic\3com\0\0\1\0\1"


def request(method, path, body=b"", content_type=None):
    """The bytes of a request with Chrome's headers."""
    head = f"{method} {path} HTTP/1.1\r\n{CHROME_HEAD}"
    if content_type:
        head += f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return head.encode() + b"\r\n" + body


JSON_GET = request("GET", "/api/hello")
FORM_POST = request(
    "POST",
    "/api/network",
    b"ssid=Maple+Street+12&password=correct%20horse%20battery%20staple",
    "application/x-www-form-urlencoded",
)
FILE_GET = request("GET", "/index.html")


def connect(port, timeout=20):
    """A fresh connection that sends at once what it is given."""
    sock = socket.create_connection(("127.0.0.1", port), timeout=timeout)
    sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return sock


def fetch(port, data, timeout=20):
    """One request over a fresh connection; (status, head, body) of the whole answer."""
    with connect(port, timeout) as sock:
        sock.sendall(data)
        return read_answer(sock)


def read_answer(sock):
    """(status, head, body) of one answer, whose length is told by its head or by its end."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += _more(sock, received)
    head, _, body = received.partition(b"\r\n\r\n")
    length = None
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    if length is None:
        while part := sock.recv(65536):
            body += part
    else:
        while len(body) < length:
            body += _more(sock, received)
    return int(head.split(b" ", 2)[1]), head, body


def _more(sock, before):
    part = sock.recv(65536)
    if not part:
        raise ConnectionError(f"the answer ended after {before!r}")
    return part


def http(data):
    """A `drive(port, count)` that sends this request and looks at each answer's status."""

    def drive(port, count):
        for _ in range(count):
            answer = fetch(port, data)
            if answer[0] != 200:
                raise ConnectionError(f"the answer is {answer}")

    return drive


def dns(port, count, query=lambda number: A_QUERY, pause=0.004):
    """A `drive` that asks for an address, one datagram at a time.

    The next one goes out when the responder has come to rest, after `pause` seconds: on a board
    none waits either.
    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.settimeout(20)
        for number in range(count):
            sock.sendto(query(number), ("127.0.0.1", port))
            reply = sock.recv(512)
            if reply[-4:] != bytes((192, 168, 4, 1)):
                raise ConnectionError(f"the answer is {reply!r}")
            time.sleep(pause)


def dns_by_turns(port, count):
    """A `drive` that asks for another name than before each time."""
    dns(port, count, lambda number: A_QUERY.replace(b"com", b"co%d" % (number % 10)))
