"""Jobs that a loop runs when their time has come.

    schedule = Scheduler()
    job = schedule.every(5).seconds.do(blink)
    while True:
        schedule.run_pending()

It measures time with `time.ticks_ms`, so setting the clock disturbs no job. It knows nothing of
sockets, and it never waits: whoever owns the loop asks `idle_ms` how long it may sleep.
"""

import logging
from time import ticks_add, ticks_diff, ticks_ms

from micropython import const

# ticks_ms wraps after 2**30 ms on a board, and ticks_diff tells order within half of that only.
# A longer period is waited for in legs of this length (3.1 days).
_LEG = const(1 << 28)

_log = logging.getLogger("schedule")


class CancelJob:
    """What a job returns so as not to be run again."""


class Job:
    """A function and its period; `Scheduler.every` makes one, a unit and `do` complete it."""

    def __init__(self, scheduler, interval):
        self._scheduler = scheduler
        self._interval = interval
        self._function = None
        self.period = int(interval * 1000)  # ms
        self._due = 0  # ticks_ms of the end of the leg
        self._left = 0  # ms to wait after the leg

    @property
    def milliseconds(self):
        """Take the interval in milliseconds."""
        return self._unit(1)

    @property
    def seconds(self):
        """Take the interval in seconds, which is also the default."""
        return self._unit(1000)

    @property
    def minutes(self):
        """Take the interval in minutes."""
        return self._unit(60000)

    @property
    def hours(self):
        """Take the interval in hours."""
        return self._unit(3600000)

    def _unit(self, ms):
        self.period = int(self._interval * ms)
        return self

    def do(self, function):
        """Call `function()` each time the period has passed, first one period from now.

        Raises ValueError for a period that is not at least a millisecond.
        """
        if self.period < 1:
            raise ValueError("a job's period must be at least 1 ms")
        self._function = function
        self._wait(ticks_ms(), self.period)
        self._scheduler._insert(self)
        return self

    def run(self):
        """Call the function now; what it raises is logged. Returns what it returned."""
        try:
            return self._function()
        except Exception as error:  # noqa: BLE001 - a job that fails must not end the loop
            _log.exception("job failed", exc_info=error)

    def _wait(self, start, ms):
        leg = min(ms, _LEG)
        self._due = ticks_add(start, leg)
        self._left = ms - leg

    def _next(self, now):
        """Plan what follows this due time; True if it was the period's end, not just a leg's."""
        ended = not self._left
        self._wait(self._due, self.period if ended else self._left)
        if ended and ticks_diff(self._due, now) <= 0:  # missed turns are not made up for
            self._wait(now, self.period)
        return ended


class Scheduler:
    """An ordered list of jobs. Nothing is allocated while no job is due."""

    def __init__(self):
        self.jobs = []  # the first due first

    def every(self, interval=1) -> Job:
        """Begin a job: `every(5).seconds.do(function)`. The interval may be a float."""
        return Job(self, interval)

    def run_pending(self) -> None:
        """Run each job that is due, once, the longest due first."""
        if not self.jobs:
            return
        now = ticks_ms()
        while self.jobs and ticks_diff(self.jobs[0]._due, now) <= 0:
            self._run_due(self.jobs.pop(0), now)

    def _run_due(self, job, now):
        ended = job._next(now)
        self._insert(job)  # before it runs: a job may cancel itself, or have others run
        if ended and job.run() is CancelJob:
            self.cancel_job(job)

    def run_all(self) -> None:
        """Run every job now, due or not; their due times stay."""
        for job in list(self.jobs):
            if job.run() is CancelJob:
                self.cancel_job(job)

    def cancel_job(self, job: Job) -> None:
        """Take a job off the list; one that is not on it is no error."""
        if job in self.jobs:
            self.jobs.remove(job)

    def clear(self) -> None:
        """Take all jobs off the list."""
        self.jobs.clear()

    @property
    def next_run(self):
        """`ticks_ms` at which the next job is looked at, or None without jobs."""
        return self.jobs[0]._due if self.jobs else None

    @property
    def idle_seconds(self):
        """Seconds until the next job runs as a float (below zero when late), None without jobs."""
        if not self.jobs:
            return None
        now = ticks_ms()
        return min(ticks_diff(job._due, now) + job._left for job in self.jobs) / 1000

    def idle_ms(self, longest: int) -> int:
        """Milliseconds until `next_run`, 0 to `longest`: how long a loop may sleep."""
        if not self.jobs:
            return longest
        idle = ticks_diff(self.jobs[0]._due, ticks_ms())
        if idle < 0:
            return 0
        return idle if idle < longest else longest

    def _insert(self, job):
        at = 0
        for other in self.jobs:
            if ticks_diff(other._due, job._due) > 0:
                break
            at += 1
        self.jobs.insert(at, job)
