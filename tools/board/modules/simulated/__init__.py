"""What the simulated board's modules (network, btree, machine, socket) are made of.

Runs in MicroPython beside the program under test, and therefore takes little of its heap.
"""
