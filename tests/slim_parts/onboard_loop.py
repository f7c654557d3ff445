"""The loop feeds its services, runs the jobs, sleeps, and takes no memory for a turn."""
# clock: moved

import asyncio
import select
import socket
import time

import micropython
from slim.dns import MicroDNSSrv
from slim.loop import Loop
from slim.scheduler import CancelJob, Scheduler


class Service:
    """One UDP socket; notes what it is fed."""

    def __init__(self, loop, notes, name="service"):
        self.sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.sock.bind(socket.getaddrinfo("127.0.0.1", 0)[0][-1])
        loop.poller.register(self.sock, select.POLLIN)
        self.notes = notes
        self.name = name

    def knock(self):
        """Make its socket readable."""
        self.sock.setblocking(False)
        self.sock.sendto(b"x", _own_address(self.sock))

    def pump(self, sock, event):
        self.notes.append((self.name, sock is self.sock, event))
        if sock is self.sock:
            sock.recv(10)
            return True

    def shutdown(self, poller):
        poller.unregister(self.sock)
        self.sock.close()
        self.notes.append(self.name)


def _own_address(sock):
    # The interpreter has no getsockname: the C library's fills in the raw address that it takes.
    import ffi

    function = ffi.open(None).func("i", "getsockname", "ipp")
    address, size = bytearray(16), bytearray(b"\x10\0\0\0")
    assert function(sock.fileno(), address, size) == 0
    return bytes(address)


def test_a_socket_is_fed_to_the_services_until_one_takes_it():
    loop, notes = Loop(), []
    first = loop.add(Service(loop, notes, "first"))
    second = loop.add(Service(loop, notes, "second"))
    loop.add(Service(loop, notes, "third"))
    first.knock()
    loop.run_once(1000)
    assert notes == [("first", True, select.POLLIN)], notes
    notes.clear()
    second.knock()
    loop.run_once(1000)
    assert notes == [("first", False, select.POLLIN), ("second", True, select.POLLIN)], notes
    loop.shutdown()


def test_what_is_removed_is_fed_no_more_and_not_shut_down():
    loop, notes = Loop(), []
    first, second = Service(loop, notes, "first"), Service(loop, notes, "second")
    loop.add(first)
    loop.add(second)
    loop.remove(first)
    for service in (first, second):
        service.knock()
    loop.run_once(100)
    assert ("second", True, select.POLLIN) in notes, notes
    loop.shutdown()
    assert "second" in notes and "first" not in notes, notes
    assert not [note for note in notes if note[0] == "first"], notes
    first.shutdown(loop.poller)


def test_services_tick_in_every_turn_and_jobs_run_in_it():
    class Ticking:
        ticks = 0

        def pump(self, sock, event):
            raise AssertionError("no socket is registered")

        def pump_expire(self):
            self.ticks += 1

    loop = Loop()
    service = loop.add(Ticking())
    jobs = []
    loop.scheduler.every(1).milliseconds.do(lambda: jobs.append(1))
    for _ in range(3):
        time.sleep_ms(2)
        loop.run_once(0)
    assert service.ticks == 3 and len(jobs) == 3


def test_a_turn_sleeps_until_the_next_job_is_due():
    loop = Loop()
    loop.scheduler.every(60).milliseconds.do(lambda: CancelJob)
    start = time.ticks_ms()
    loop.run_until(lambda: not loop.scheduler.jobs)
    assert time.ticks_diff(time.ticks_ms(), start) in (60, 61)


def test_a_turn_without_a_job_sleeps_no_longer_than_the_loop_says():
    loop = Loop()
    loop.longest_sleep = 40
    start = time.ticks_ms()
    loop.run_once()
    assert time.ticks_diff(time.ticks_ms(), start) == 40


def test_a_turn_is_cut_short_by_its_own_limit():
    loop = Loop()
    loop.scheduler.every(10).seconds.do(print)
    start = time.ticks_ms()
    loop.run_once(30)
    assert time.ticks_diff(time.ticks_ms(), start) == 30
    start = time.ticks_ms()
    loop.run_once(0)
    assert time.ticks_diff(time.ticks_ms(), start) == 0


def test_it_runs_until_the_predicate_is_true():
    loop, turns = Loop(), []
    loop.longest_sleep = 1
    loop.run_until(lambda: len(turns) == 5 or turns.append(1))
    assert len(turns) == 5


def test_a_scheduler_can_be_shared():
    schedule = Scheduler()
    assert Loop(schedule).scheduler is schedule


def test_shutdown_is_in_reverse_order_and_goes_on_after_a_failure():
    class Failing:
        def pump(self, sock, event):
            pass

        def shutdown(self, poller):
            raise ValueError("broken")

    class Plain:
        def pump(self, sock, event):
            pass

    loop, notes = Loop(), []
    loop.add(Service(loop, notes, "first"))
    loop.add(Failing())
    loop.add(Plain())
    loop.add(Service(loop, notes, "last"))
    loop.shutdown()
    assert notes == ["last", "first"], notes
    loop.shutdown()
    loop.run_once(0)


def test_a_turn_in_which_nothing_happens_allocates_nothing():
    loop = Loop()
    loop.longest_sleep = 1
    loop.add(Service(loop, []))
    dns = loop.add(MicroDNSSrv(b"\1\2\3\4", loop.poller, "127.0.0.1", 0))
    loop.scheduler.every(1).hours.do(print)
    loop.run_once()
    micropython.heap_lock()
    try:
        for _ in range(100):
            loop.run_once()
            loop.run_once(0)
    finally:
        micropython.heap_unlock()
    assert dns
    loop.shutdown()


def test_it_runs_beside_other_tasks_of_asyncio():
    loop, notes, beside = Loop(), [], []
    service = loop.add(Service(loop, notes))

    async def serve():
        while True:
            loop.run_once(0)
            await asyncio.sleep_ms(5)

    async def other():
        for _ in range(5):
            service.knock()
            await asyncio.sleep_ms(20)
            beside.append(len(notes))

    async def main():
        task = asyncio.create_task(serve())
        await other()
        task.cancel()

    asyncio.run(main())
    loop.shutdown()
    assert beside == [1, 2, 3, 4, 5], beside
