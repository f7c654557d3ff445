"""Stands before the simulated board's `btree`, for firmware that has none."""

raise ImportError("no module named 'btree'")
