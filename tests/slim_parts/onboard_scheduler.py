"""Jobs run when their time has come: by a clock that the tests turn, across its wrap-around."""

import time

import micropython
from clocked import Calls, clocked
from schedule import CancelJob, Scheduler


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
