"""What a job may do: cancel, add, raise, interrupt, run others; and what may not be planned."""

import slim
from clocked import Calls, clocked
from raising import raises
from schedule import CancelJob, Scheduler


def test_an_impossible_period_is_refused():
    schedule = Scheduler()
    assert raises(ValueError, schedule.every(0).seconds.do, print)
    assert raises(ValueError, schedule.every(-5).minutes.do, print)
    assert raises(ValueError, schedule.every(0.0001).seconds.do, print)
    assert not schedule.jobs


def test_a_job_that_returns_cancel_job_is_not_run_again():
    def run(clock):
        schedule, once, ever = Scheduler(), Calls(CancelJob), Calls()
        schedule.every(1).seconds.do(once)
        schedule.every(1).seconds.do(ever)
        for _ in range(3):
            clock.pass_ms(1000)
            schedule.run_pending()
        assert (once.count, ever.count) == (1, 3)

    clocked(run)


def test_a_job_that_raises_is_logged_and_runs_again():
    def run(clock):
        schedule, bad, good = Scheduler(), Calls(error=ValueError("broken")), Calls()
        schedule.every(1).seconds.do(bad)
        schedule.every(1).seconds.do(good)
        for _ in range(3):
            clock.pass_ms(1000)
            schedule.run_pending()
        assert (bad.count, good.count) == (3, 3)

    logged = []

    def write(text, error):
        logged.append((text, error.args))

    real, slim.log = slim.log, write
    try:
        clocked(run)
    finally:
        slim.log = real
    assert logged == [("job failed", ("broken",))] * 3, logged


def test_an_interrupt_ends_the_loop():
    def run(clock):
        schedule = Scheduler()
        schedule.every(1).seconds.do(Calls(error=KeyboardInterrupt()))
        clock.pass_ms(1000)
        assert raises(KeyboardInterrupt, schedule.run_pending)

    clocked(run)


def test_jobs_may_cancel_themselves_and_others_and_add_new_ones():
    def run(clock):
        schedule, added = Scheduler(), Calls()

        def meddle():
            schedule.cancel_job(own)
            schedule.cancel_job(other)
            schedule.every(1).seconds.do(added)

        own = schedule.every(1).seconds.do(meddle)
        never = Calls()
        other = schedule.every(1).seconds.do(never)
        clock.pass_ms(1000)
        schedule.run_pending()
        assert (never.count, added.count, len(schedule.jobs)) == (0, 0, 1)
        clock.pass_ms(1000)
        schedule.run_pending()
        assert (never.count, added.count) == (0, 1)

    clocked(run)


def test_a_job_may_run_the_pending_ones_itself():
    def run(clock):
        schedule, other = Scheduler(), Calls()
        schedule.every(1).seconds.do(schedule.run_pending)
        schedule.every(1).seconds.do(other)
        clock.pass_ms(1000)
        schedule.run_pending()
        assert other.count == 1

    clocked(run)


def test_cancelling_what_is_not_there_is_no_error():
    schedule = Scheduler()
    job = schedule.every(1).seconds.do(print)
    schedule.cancel_job(job)
    schedule.cancel_job(job)
    assert schedule.next_run is None and schedule.idle_seconds is None


def test_run_all_and_clear():
    def run(clock):
        schedule, one, two = Scheduler(), Calls(CancelJob), Calls()
        schedule.every(1).hours.do(one)
        schedule.every(2).seconds.do(two)
        due = schedule.next_run
        schedule.run_all()
        assert (one.count, two.count) == (1, 1)
        assert len(schedule.jobs) == 1 and schedule.next_run == due
        schedule.clear()
        assert not schedule.jobs

    clocked(run)
