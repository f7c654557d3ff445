"""Jobs that a loop runs when their time has come.

    schedule = Scheduler()
    job = schedule.every(5).seconds.do(blink)
    while True:
        schedule.run_pending()

It measures time with `time.ticks_ms`, so setting the clock disturbs no job. It knows nothing of
sockets, and it never waits: whoever owns the loop asks `idle_ms` how long it may sleep.
"""

from time import ticks_add, ticks_diff, ticks_ms

import slim

CancelJob = object()
"""What a job returns so as not to be run again."""


_UNITS = {"milliseconds": 1, "seconds": 1000, "minutes": 60000, "hours": 3600000}


class Job:
    """A function and its period; `Scheduler.every` makes one, a unit and `do` complete it."""

    def __init__(self, scheduler, interval):
        self.scheduler = scheduler
        self.interval = interval

    def __getattr__(self, unit):
        """`seconds` and its like: sets the unit, and returns the job."""
        if unit not in _UNITS:
            raise AttributeError(unit)
        self.period = int(self.interval * _UNITS[unit])
        return self

    def do(self, function):
        """Call `function()` each time the period has passed, first one period from now.

        Raises ValueError for a period that is not at least a millisecond.
        """
        if self.period < 1:
            raise ValueError("less than 1 ms")
        self.function = function
        self.scheduler._plan(self, ticks_ms(), self.period)
        return self


class Scheduler:
    """An ordered list of jobs. Nothing is allocated while no job is due."""

    def __init__(self):
        self.jobs = []  # the first due first

    def every(self, interval=1) -> Job:
        """Begin a job: `every(5).seconds.do(function)`. The interval may be a float."""
        return Job(self, interval).seconds

    def run_pending(self) -> None:
        """Run each job that is due, once, the longest due first."""
        now = ticks_ms()
        while self.jobs and ticks_diff(self.jobs[0]._due, now) <= 0:
            self._run_due(self.jobs.pop(0), now)

    def _run_due(self, job, now):
        left = job._left
        start = job._due
        if ticks_diff(now, start) >= job.period:  # missed turns are not made up for
            start = now
        self._plan(job, start, left or job.period)  # first: it may cancel itself, or run others
        if not left:
            self._run(job)

    def _run(self, job):
        if slim.guard("job failed", job.function) is CancelJob:
            self.cancel_job(job)

    def run_all(self) -> None:
        """Run every job now, due or not; their due times stay."""
        for job in self.jobs[:]:
            self._run(job)

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
        first = None
        for job in self.jobs:
            seconds = (ticks_diff(job._due, ticks_ms()) + job._left) / 1000
            if first is None or seconds < first:
                first = seconds
        return first

    def idle_ms(self, ms: int) -> int:
        """Milliseconds until `next_run`, 0 to `ms`: how long a loop may sleep."""
        if self.jobs:
            ms = min(ms, max(0, ticks_diff(self.jobs[0]._due, ticks_ms())))
        return ms

    def _plan(self, job, start, ms):
        # ticks_ms wraps after 2**30 ms on a board, and ticks_diff tells order within half of that
        # only. A longer period is waited for in legs of this length (3.1 days).
        leg = min(ms, 1 << 28)
        job._due = ticks_add(start, leg)  # the end of the leg
        job._left = ms - leg  # what is to wait after it
        at = 0
        for other in self.jobs:
            if ticks_diff(other._due, job._due) > 0:
                break
            at += 1
        self.jobs.insert(at, job)
