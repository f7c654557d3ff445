"""The strict subset of CPython's logging."""

import io
import logging


def logged(test, level=logging.INFO):
    """What a test writes."""
    stream = io.StringIO()
    logging.basicConfig(level=level, stream=stream)
    try:
        test()
    finally:
        logging.basicConfig()
    return stream.getvalue()


def test_a_line_is_level_name_and_message():
    log = logging.getLogger("my_module")
    assert logged(lambda: log.warning("%s is now %d", "alpha", 42)) == (
        "WARNING:my_module:alpha is now 42\n"
    )


def test_every_level_has_its_method():
    log = logging.getLogger("levels")

    def all_levels():
        log.debug("a")
        log.info("b")
        log.warning("c")
        log.warn("d")
        log.error("e")
        log.critical("f")
        log.log(25, "g")

    expected = [
        "DEBUG:levels:a",
        "INFO:levels:b",
        "WARNING:levels:c",
        "WARNING:levels:d",
        "ERROR:levels:e",
        "CRITICAL:levels:f",
        "25:levels:g",
    ]
    assert logged(all_levels, logging.DEBUG).splitlines() == expected
    assert logged(all_levels).splitlines() == expected[1:]
    assert logged(all_levels, logging.ERROR).splitlines() == expected[4:6]


def test_a_logger_has_its_own_level_or_the_roots():
    log = logging.getLogger("own")
    assert not log.isEnabledFor(logging.DEBUG) and log.isEnabledFor(logging.INFO)
    log.setLevel(logging.ERROR)
    assert not log.isEnabledFor(logging.WARNING)
    assert logged(lambda: log.warning("x")) == ""
    log.setLevel(logging.NOTSET)
    assert logged(lambda: log.warning("x")) == "WARNING:own:x\n"


def test_a_name_has_one_logger():
    assert logging.getLogger("same") is logging.getLogger("same")
    assert logging.getLogger() is logging.getLogger("")
    assert logging.getLogger().name == "root"


def test_an_exception_is_written_with_its_traceback():
    log = logging.getLogger("broken")

    def fail():
        try:
            raise ValueError("no")
        except ValueError as error:
            log.exception("it %s", "failed", exc_info=error)

    lines = logged(fail).splitlines()
    assert lines[0] == "ERROR:broken:it failed"
    assert lines[1].startswith("Traceback") and lines[-1] == "ValueError: no", lines

    def founding():
        try:
            raise ValueError("no")
        except ValueError as error:
            log.exc(error, "it %s", "failed")

    assert logged(founding).splitlines()[0] == "ERROR:broken:it failed"
    assert logged(founding).splitlines()[-1] == "ValueError: no"
    assert logged(lambda: log.exception("alone")) == "ERROR:broken:alone\n"


def test_a_message_without_arguments_is_no_format():
    log = logging.getLogger("plain")
    assert logged(lambda: log.info("100 %s")) == "INFO:plain:100 %s\n"


def test_a_dict_fills_in_names():
    log = logging.getLogger("dict")
    assert logged(lambda: log.info("%(a)s", {"a": 1})) == "INFO:dict:1\n"


def test_a_wrong_format_is_no_error_of_the_program():
    log = logging.getLogger("wrong")
    text = logged(lambda: log.info("%d", "one"))
    assert text.startswith("INFO:wrong:%d ('one',)"), text


def test_a_stream_that_fails_is_no_error_of_the_program():
    class Full:
        def write(self, text):
            raise OSError(28)

    logging.basicConfig(stream=Full())
    try:
        logging.getLogger("full").error("lost")
    finally:
        logging.basicConfig()


def test_a_full_heap_is_no_error_of_the_program():
    class Large:
        def __str__(self):
            raise MemoryError

    logging.getLogger("full").error("%s is lost", Large())


def test_an_object_that_is_no_whole_stream_or_text_is_no_error_of_the_program():
    class Sink:
        text = ""

        def write(self, text):
            self.text += text

    class Untellable:
        def __str__(self):
            raise AttributeError("name")

    sink = Sink()
    logging.basicConfig(stream=sink)
    try:
        logging.getLogger("sink").error("%s", Untellable())
        logging.getLogger("sink").error("told")
    finally:
        logging.basicConfig()
    assert sink.text == "ERROR:sink:told\n", sink.text


def test_records_go_to_a_file():
    logging.basicConfig(filename="log.txt")
    try:
        logging.getLogger("file").info("one")
        logging.basicConfig(filename="log.txt")
        logging.getLogger("file").info("two")
    finally:
        logging.basicConfig()
    with open("log.txt") as file:
        assert file.read() == "INFO:file:one\nINFO:file:two\n"


def test_a_record_that_is_not_written_takes_no_memory():
    import micropython

    log = logging.getLogger("quiet")
    micropython.heap_lock()
    try:
        for _ in range(10):
            log.debug("nothing")
    finally:
        micropython.heap_unlock()
