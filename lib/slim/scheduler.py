"""Jobs that a loop runs when their time has come.

    schedule = Scheduler()
    job = schedule.every(5).seconds.do(blink)
    while True:
        schedule.run_pending()

It measures time with `time.ticks_ms`, so setting the clock disturbs no job. It knows nothing of
sockets, and it never waits: whoever owns the loop asks `idle_ms` how long it may sleep.
"""

from time import ticks_add, ticks_diff, ticks_ms

from slim import log

CancelJob = object()
"""What a job returns so as not to be run again."""


def _unit(ms):
    def take(job):
        job.period = int(job.interval * ms)
        return job

    return property(take)


class Job:
    """A function and its period; `Scheduler.every` makes one, a unit and `do` complete it."""

    milliseconds = _unit(1)
    seconds = _unit(1000)
    """Which is also the default."""
    minutes = _unit(60000)
    hours = _unit(3600000)

    def __init__(self, scheduler, interval):
        self.scheduler = scheduler
        self.interval = interval
        self.period = int(interval * 1000)  # ms

    def do(self, function):
        """Call `function()` each time the period has passed, first one period from now.

        Raises ValueError for a period that is not at least a millisecond.
        """
        if self.period < 1:
            raise ValueError("less than 1 ms")
        self.function = function
        self._wait(ticks_ms(), self.period)
        self.scheduler._insert(self)
        return self

    def _wait(self, start, ms):
        # ticks_ms wraps after 2**30 ms on a board, and ticks_diff tells order within half of that
        # only. A longer period is waited for in legs of this length (3.1 days).
        leg = min(ms, 1 << 28)
        self._due = ticks_add(start, leg)  # the end of the leg
        self._left = ms - leg  # what is to wait after it


class Scheduler:
    """An ordered list of jobs. Nothing is allocated while no job is due."""

    def __init__(self):
        self.jobs = []  # the first due first

    def every(self, interval=1) -> Job:
        """Begin a job: `every(5).seconds.do(function)`. The interval may be a float."""
        return Job(self, interval)

    def run_pending(self) -> None:
        """Run each job that is due, once, the longest due first."""
        now = ticks_ms()
        while self.jobs and ticks_diff(self.jobs[0]._due, now) <= 0:
            self._run_due(self.jobs.pop(0), now)

    def _run_due(self, job, now):
        ended = not job._left  # the period, not just a leg of it
        job._wait(job._due, job._left or job.period)
        if ended and ticks_diff(job._due, now) <= 0:  # missed turns are not made up for
            job._wait(now, job.period)
        self._insert(job)  # before it runs: a job may cancel itself, or have others run
        if ended:
            self._run(job)

    def _run(self, job):
        try:
            if job.function() is CancelJob:
                self.cancel_job(job)
        except Exception as error:  # noqa: BLE001 - a job that fails must not end the loop
            log("job failed", error)

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
        if self.jobs:
            now = ticks_ms()
            return min(ticks_diff(job._due, now) + job._left for job in self.jobs) / 1000

    def idle_ms(self, longest: int) -> int:
        """Milliseconds until `next_run`, 0 to `longest`: how long a loop may sleep."""
        if self.jobs:
            longest = min(longest, max(0, ticks_diff(self.jobs[0]._due, ticks_ms())))
        return longest

    def _insert(self, job):
        at = 0
        for other in self.jobs:
            if ticks_diff(other._due, job._due) > 0:
                break
            at += 1
        self.jobs.insert(at, job)
