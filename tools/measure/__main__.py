"""Prints the table of budgets, and ends with status 1 if one is exceeded.

make measure                     all of them
make measure WORDS="dns heap"    those with one of these words in their name
"""

import sys

from tools.firmware import NoFirmware
from tools.interpreter import NoInterpreter
from tools.measure.board import BoardFailed, NoValgrind
from tools.measure.budgets import BUDGETS
from tools.measure.lib import NoCompiler


def _line(budget):
    """Prints one line; True if the budget is kept."""
    try:
        figure = budget.measure()
    except (NoFirmware, NoInterpreter, NoValgrind, NoCompiler, BoardFailed) as error:
        print(f"{budget.name:<34}{'?':>10}  {error}")
        return False
    kept = figure <= budget.limit
    mark = getattr(figure, "detail", "")
    mark += "" if kept else f"  exceeded by {figure - budget.limit:,}"
    if budget.goal is not None and figure > budget.goal:
        mark += f"  (goal {budget.goal:,})"
    print(f"{budget.name:<34}{figure:>10,} of {budget.limit:>8,} {budget.unit}{mark}", flush=True)
    return kept


def main(words):
    """Measures, prints, and gives the exit status."""
    chosen = [
        budget
        for budget in BUDGETS
        if not words or any(word.lower() in budget.name.lower() for word in words)
    ]
    if not chosen:
        print("No budget has one of these words in its name. There are:")
        print(*(f"  {budget.name}" for budget in BUDGETS), sep="\n")
        return 1
    exceeded = [budget for budget in chosen if not _line(budget)]
    return 1 if exceeded else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
