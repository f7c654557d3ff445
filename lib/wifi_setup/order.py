"""The order in which stored networks are tried; loaded when there are several.

Those in sight come first, by priority and then signal; then the hidden ones and those out of
sight, because a scan misses some. It knows nothing of radios and files.
"""


def in_order(known, seen):
    """Return the networks of `known`, which is best first, in the order of trying them.

    1. those in a scan, by priority and then signal, 2. hidden ones, 3. the others.
    """
    order = []
    for index, network in enumerate(known):
        row = network.strongest(seen)
        key = (0, -network.priority, -row[3]) if row else (1, not network.hidden, 0)
        order.append(key + (index,))
    return [known[key[3]] for key in sorted(order)]
