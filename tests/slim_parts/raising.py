"""Whether something is refused. Runs on the board."""


def raises(kind, function, *args):
    try:
        function(*args)
    except kind:
        return True
    return False
