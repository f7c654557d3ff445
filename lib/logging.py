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

_loggers = {}
_stream = None  # None: whatever sys.stderr is at the time


def _at(level):
    def write(self, msg, *args, exc_info=None):
        if self.isEnabledFor(level):
            _write(level, self.name, msg, args, exc_info)

    return write


class Logger:
    """Writes records that are at least as grave as its level; made by `getLogger` only.

    `msg % args` is written; `exc_info` is an exception whose traceback follows. MicroPython cannot
    find the one that is being handled by itself, so it is handed over, as CPython takes it too.
    """

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
        """Write a record of any level."""
        if self.isEnabledFor(level):
            _write(level, self.name, msg, args, exc_info)

    debug = _at(DEBUG)
    info = _at(INFO)
    warning = _at(WARNING)
    error = exception = _at(ERROR)
    critical = _at(CRITICAL)

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
    try:
        if args:
            try:
                msg = msg % (args[0] if len(args) == 1 and isinstance(args[0], dict) else args)
            except (TypeError, ValueError, KeyError) as error:
                msg = "%s %r (%r)" % (msg, args, error)
        names = "NOTSET DEBUG INFO WARNING ERROR CRITICAL".split()
        level = level if level % 10 or level > CRITICAL else names[level // 10]
        stream.write("%s:%s:%s\n" % (level, name, msg))
        if isinstance(exc_info, BaseException):
            sys.print_exception(exc_info, stream)
        if stream is not sys.stderr:
            stream.flush()
    except Exception:  # noqa: BLE001
        pass  # a full flash or heap is no reason to end the program, nor is a wrong object
