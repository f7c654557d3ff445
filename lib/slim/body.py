"""A request's body on its way in, when it has not all come together with the head.

It does no I/O: pieces in, the number of bytes used out.
"""


class Body:
    """Takes pieces until it is whole: handed on to `receive`, or collected in `value`."""

    def __init__(self, length: int, receive=None):
        self.whole = False
        self.value = b"" if receive else bytearray(length)
        self._receive = receive or self._collect
        self._left = length
        self._length = length

    def feed(self, data) -> int:
        """Take from the front of a memoryview; how many bytes were part of the body."""
        used = min(len(data), self._left)
        self._receive(data[:used])
        self._left -= used
        self.whole = not self._left
        return used

    def _collect(self, data):
        at = self._length - self._left
        self.value[at : at + len(data)] = data
