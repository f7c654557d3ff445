"""The loop: one poll object, the services that it feeds, and the jobs that it runs.

    loop = Loop()
    server = SlimServer(loop.poller)
    loop.add(server)
    loop.scheduler.every(5).seconds.do(blink)
    loop.run_until(lambda: False)

It knows nothing of HTTP or DNS. A service registers its own sockets with `loop.poller` and is any
object with `pump(sock, event)`; it may have `pump_expire()`, called once a turn, and
`shutdown(poller)`, called at the end. A turn in which nothing happens allocates nothing.
"""

import select

import slim


class Loop:
    """Who starts it: the caller, by `run_once` or `run_until`. It stops when those return."""

    longest_sleep = 250
    """Milliseconds that a turn may sleep in poll when no job is due before: the grain of the
    services' own time limits and of `run_until`'s predicate."""

    def __init__(self, scheduler=None):
        self.poller = select.poll()
        self._scheduler = scheduler
        self._services = []
        self._pumps = []  # of these: to look them up costs a frame
        self._ticking = []

    @property
    def scheduler(self):
        """The jobs; its code is loaded when this is first asked for."""
        if self._scheduler is None:
            from slim.scheduler import Scheduler

            self._scheduler = Scheduler()
        return self._scheduler

    def add(self, service):
        """Feed this service from now on; returns it."""
        self._services.append(service)
        self._pumps.append(service.pump)
        if hasattr(service, "pump_expire"):
            self._ticking.append(service)
        return service

    def remove(self, service) -> None:
        """Feed this service no more; it is not shut down."""
        self._pumps.pop(self._services.index(service))
        self._services.remove(service)
        if service in self._ticking:
            self._ticking.remove(service)

    def run_once(self, timeout_ms=None) -> None:
        """One turn: wait for events, feed them to the services, tick these, run the due jobs.

        It waits until the next job is due, but no longer than `longest_sleep`; with `timeout_ms`
        no longer than that (0: not at all). What a service raises goes to the caller.
        """
        if timeout_ms is None:
            timeout_ms = self.longest_sleep
        if self._scheduler:
            timeout_ms = self._scheduler.idle_ms(timeout_ms)
        for event in self.poller.ipoll(timeout_ms):
            self._feed(event)
        for service in self._ticking:
            service.pump_expire()
        if self._scheduler:
            self._scheduler.run_pending()

    def _feed(self, event):
        sock, event = event  # at once: the next event comes in the same tuple
        for pump in self._pumps:
            if pump(sock, event):
                break

    def run_until(self, predicate) -> None:
        """Turn until `predicate()`, asked before each turn, is true."""
        while not predicate():
            self.run_once()

    def shutdown(self) -> None:
        """Shut the services down, the last added first, even if one of them fails."""
        self._ticking.clear()
        self._pumps.clear()
        while self._services:
            service = self._services.pop()
            if hasattr(service, "shutdown"):
                slim.guard("shutdown failed", service.shutdown, self.poller)
