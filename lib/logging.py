"""A strict subset of CPython's `logging`, for boards that have none.

    _log = logging.getLogger(__name__)
    _log.warning("%s is now %d", name, count)       # WARNING:my_module:alpha is now 42

One line a record, on `sys.stderr`, from INFO up; nothing here can raise into the caller.
It has no handlers, formatters or filters. Remove this file and any other `logging` does as well:
the library itself uses only `getLogger` and the level methods.
"""

import sys

CRITICAL = 50
ERROR = 40
WARNING = 30
INFO = 20
DEBUG = 10
NOTSET = 0

_NAMES = {CRITICAL: "CRITICAL", ERROR: "ERROR", WARNING: "WARNING", INFO: "INFO", DEBUG: "DEBUG"}

_loggers = {}
_stream = None  # None: whatever sys.stderr is at the time


class Logger:
    """Writes records that are at least as grave as its level; made by `getLogger` only."""

    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = level

    def setLevel(self, level: int) -> None:
        """Let records of this level and above pass; NOTSET takes the root logger's level."""
        self.level = level

    def isEnabledFor(self, level: int) -> bool:
        """Whether a record of this level would be written."""
        return level >= (self.level or _root.level)

    def log(self, level: int, msg: str, *args, exc_info=None) -> None:
        """Write `msg % args`. `exc_info`: an exception whose traceback follows the line."""
        if self.isEnabledFor(level):
            _write(level, self.name, msg, args, exc_info)

    def debug(self, msg: str, *args, exc_info=None) -> None:
        """Write a record of level DEBUG."""
        if self.isEnabledFor(DEBUG):
            _write(DEBUG, self.name, msg, args, exc_info)

    def info(self, msg: str, *args, exc_info=None) -> None:
        """Write a record of level INFO."""
        if self.isEnabledFor(INFO):
            _write(INFO, self.name, msg, args, exc_info)

    def warning(self, msg: str, *args, exc_info=None) -> None:
        """Write a record of level WARNING."""
        if self.isEnabledFor(WARNING):
            _write(WARNING, self.name, msg, args, exc_info)

    def error(self, msg: str, *args, exc_info=None) -> None:
        """Write a record of level ERROR."""
        if self.isEnabledFor(ERROR):
            _write(ERROR, self.name, msg, args, exc_info)

    def critical(self, msg: str, *args, exc_info=None) -> None:
        """Write a record of level CRITICAL."""
        if self.isEnabledFor(CRITICAL):
            _write(CRITICAL, self.name, msg, args, exc_info)

    def exception(self, msg: str, *args, exc_info=True) -> None:
        """Write a record of level ERROR and a traceback.

        MicroPython cannot find the exception by itself: `exc_info=error` hands it in, which
        CPython takes as well. Without it the line stands alone.
        """
        if self.isEnabledFor(ERROR):
            _write(ERROR, self.name, msg, args, exc_info)

    # The founding library's names.
    warn = warning

    def exc(self, error, msg, *args):
        self.exception(msg, *args, exc_info=error)


_root = Logger("root", INFO)


def getLogger(name=None) -> Logger:
    """The logger of this name, made at its first use; the root logger without a name."""
    if not name:
        return _root
    if name not in _loggers:
        _loggers[name] = Logger(name)
    return _loggers[name]


def basicConfig(level=INFO, filename=None, stream=None) -> None:
    """Set the root level, and where all loggers write: a file to append to, or an open stream.

    As with CPython's `force=True`, each call counts.
    """
    global _stream
    _root.setLevel(level)
    _stream = open(filename, "a") if filename else stream


def _write(level, name, msg, args, exc_info):
    stream = _stream or sys.stderr
    if args:
        try:
            msg = msg % (args[0] if len(args) == 1 and isinstance(args[0], dict) else args)
        except (TypeError, ValueError, KeyError) as error:
            msg = "%s %r (%r)" % (msg, args, error)
    try:
        stream.write("%s:%s:%s\n" % (_NAMES.get(level, level), name, msg))
        if isinstance(exc_info, BaseException):
            sys.print_exception(exc_info, stream)
        if stream is not sys.stderr:
            stream.flush()
    except OSError:
        pass  # a full flash is no reason to end the program
