"""Jobs run when their time has come: by a clock that the tests turn, across its wrap-around."""

import time

import micropython
from schedule import CancelJob, Scheduler
from slim import scheduler as module

_PERIOD = time.ticks_add(0, -1) + 1  # ms after which ticks_ms begins again: 2**30 on a board


class Clock:
    """Stands in for time.ticks_ms in the scheduler."""

    def __init__(self, now=0):
        self.now = now % _PERIOD

    def __call__(self):
        return self.now

    def pass_ms(self, ms):
        self.now = time.ticks_add(self.now, ms)


def clocked(test, start=0):
    """Run a test with a clock of its own."""
    clock = Clock(start)
    module.ticks_ms = clock
    try:
        test(clock)
    finally:
        module.ticks_ms = time.ticks_ms


class Calls:
    """A job that counts; it may cancel itself or raise."""

    def __init__(self, answer=None, error=None):
        self.count = 0
        self.answer = answer
        self.error = error

    def __call__(self):
        self.count += 1
        if self.error:
            raise self.error
        return self.answer


def raises(kind, function, *args):
    try:
        function(*args)
    except kind:
        return True
    return False


def test_a_job_runs_once_each_period():
    def run(clock):
        schedule, job = Scheduler(), Calls()
        schedule.every(5).seconds.do(job)
        for second in range(1, 16):
            clock.pass_ms(1000)
            schedule.run_pending()
            assert job.count == second // 5, (second, job.count)

    clocked(run)


def test_a_job_survives_the_wrap_around_of_the_ticks():
    def run(clock):
        schedule, job = Scheduler(), Calls()
        schedule.every(100).milliseconds.do(job)
        for turn in range(50):
            clock.pass_ms(99)
            schedule.run_pending()
            assert job.count == turn, turn
            clock.pass_ms(1)
            schedule.run_pending()
            assert job.count == turn + 1, turn

    clocked(run, -2500)


def test_jobs_on_both_sides_of_the_wrap_around_run_in_their_order():
    def run(clock):
        order = []
        schedule = Scheduler()
        schedule.every(300).milliseconds.do(lambda: order.append("third"))
        schedule.every(50).milliseconds.do(lambda: (order.append("first"), CancelJob)[1])
        schedule.every(150).milliseconds.do(lambda: (order.append("second"), CancelJob)[1])
        clock.pass_ms(310)
        schedule.run_pending()
        assert order == ["first", "second", "third"], order

    clocked(run, -100)


def test_units():
    schedule = Scheduler()
    assert schedule.every(3).milliseconds.period == 3
    assert schedule.every(3).seconds.period == 3000
    assert schedule.every(3).minutes.period == 180000
    assert schedule.every(3).hours.period == 10800000
    assert schedule.every(0.25).seconds.period == 250
    assert schedule.every().seconds.period == 1000
    assert schedule.every(7).do(print).period == 7000, "seconds are the default"


def test_a_period_beyond_the_range_of_the_ticks_is_waited_for():
    def run(clock):
        schedule, job = Scheduler(), Calls()
        schedule.every(100 * 24).hours.do(job)
        for _ in range(2):
            before = job.count
            for _ in range(100 * 24):
                assert job.count == before
                clock.pass_ms(3600 * 1000)
                schedule.run_pending()
            assert job.count == before + 1, job.count

    clocked(run, 12345)


def test_idle_seconds_tells_the_whole_of_a_long_period():
    def run(clock):
        schedule = Scheduler()
        schedule.every(100 * 24).hours.do(print)
        assert schedule.idle_seconds == 100 * 24 * 3600
        schedule.every(2).seconds.do(print)
        clock.pass_ms(500)
        assert schedule.idle_seconds == 1.5

    clocked(run)


def test_missed_turns_are_not_made_up_for():
    def run(clock):
        schedule, job = Scheduler(), Calls()
        schedule.every(1).seconds.do(job)
        clock.pass_ms(10500)
        schedule.run_pending()
        schedule.run_pending()
        assert job.count == 1
        clock.pass_ms(1000)
        schedule.run_pending()
        assert job.count == 2

    clocked(run)


def test_a_late_turn_does_not_shift_those_after_it():
    def run(clock):
        schedule, job = Scheduler(), Calls()
        schedule.every(1).seconds.do(job)
        clock.pass_ms(1400)
        schedule.run_pending()
        clock.pass_ms(600)
        schedule.run_pending()
        assert job.count == 2

    clocked(run)


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

    real, module.log = module.log, write
    try:
        clocked(run)
    finally:
        module.log = real
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


def test_how_long_a_loop_may_sleep():
    def run(clock):
        schedule = Scheduler()
        assert schedule.idle_ms(250) == 250
        schedule.every(100).milliseconds.do(print)
        assert schedule.idle_ms(250) == 100
        assert schedule.idle_ms(20) == 20
        clock.pass_ms(150)
        assert schedule.idle_ms(250) == 0

    clocked(run, -40)


def test_nothing_is_allocated_while_nothing_is_due():
    schedule = Scheduler()
    schedule.every(1).hours.do(print)
    schedule.every(30).minutes.do(print)
    schedule.run_pending()
    micropython.heap_lock()
    try:
        for _ in range(100):
            schedule.run_pending()
            schedule.idle_ms(250)
    finally:
        micropython.heap_unlock()


def test_the_real_clock_moves_it():
    schedule, job = Scheduler(), Calls(CancelJob)
    schedule.every(30).milliseconds.do(job)
    start = time.ticks_ms()
    while not job.count:
        schedule.run_pending()
        assert time.ticks_diff(time.ticks_ms(), start) < 5000
    assert time.ticks_diff(time.ticks_ms(), start) >= 29
