"""machine and socket of the simulated board, without a host behind them."""

import socket

import machine


def test_the_chip_has_an_id():
    assert machine.unique_id() == b"\x24\x0a\xc4\x5c\xd8\x0b"
    assert machine.reset_cause() == machine.PWRON_RESET


def test_what_the_interpreter_has_of_machine_is_still_there():
    assert machine.mem8 and machine.idle


def test_the_clock_can_be_set():
    clock = machine.RTC()
    assert clock.datetime()[0] >= 2024
    clock.datetime((2031, 2, 3, 0, 4, 5, 6, 0))
    assert clock.datetime()[:3] == (2031, 2, 3) and clock.datetime()[4:6] == (4, 5)


def test_pins():
    led = machine.Pin(2, machine.Pin.OUT)
    led.on()
    assert led.value() == 1 and led() == 1
    led.off()
    assert led() == 0
    assert machine.Pin(0, machine.Pin.IN, machine.Pin.PULL_UP).value() == 1
    assert machine.Pin(0, machine.Pin.IN, machine.Pin.PULL_DOWN).value() == 0
    try:
        machine.Pin(64)
    except ValueError:
        return
    raise AssertionError("there is no such pin")


def test_ports_are_left_alone_unless_the_host_maps_them():
    assert bytes(socket.getaddrinfo("0.0.0.0", 80)[0][-1])[2:4] == b"\x00\x50"
    assert socket.socket and socket.SOCK_DGRAM and socket.SO_REUSEADDR
