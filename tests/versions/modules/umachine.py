"""Stands in for the machine module underneath the simulated one."""
