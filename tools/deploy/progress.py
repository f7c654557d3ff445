"""A progress bar in bytes on a terminal; a line for each file where there is none."""

_WIDTH = 30


class Progress:
    """Shows how much of `total` bytes has arrived. Nothing is drawn before the first `add`."""

    def __init__(self, total, out):
        self._total, self._out = total, out
        self._sent = 0
        self._live = out.isatty()

    def add(self, file, count):
        """`count` more bytes of a file have arrived; None: the file is complete."""
        self._sent += count or 0
        if self._live:
            filled = _WIDTH * self._sent // max(1, self._total)
            bar = "#" * filled + "." * (_WIDTH - filled)
            amount = f"{self._sent / 1024:.1f} of {kilobytes(self._total)}"
            self._out.write(f"\r[{bar}] {amount}  {file.label[-40:]}\x1b[K")
            self._out.flush()
        elif count is None:
            self._out.write(f"  {file.label}  {len(file.data):,} bytes\n")

    def close(self):
        """The bar gives its line back."""
        if self._live:
            self._out.write("\r\x1b[K")
            self._out.flush()


def kilobytes(count):
    """61234 -> "59.8 KB"."""
    return f"{count / 1024:.1f} KB"
