"""Where users of the founding library import the scheduler from; nothing inside does."""

from slim.scheduler import CancelJob, Job, Scheduler  # noqa: F401
