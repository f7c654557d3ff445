"""The size limits of the source in lib/."""

import ast
import functools

from tools.measure.lib import SOURCE


@functools.cache
def modules():
    """Lines of each module, by its path in lib/."""
    return {
        str(path.relative_to(SOURCE)): len(path.read_text(encoding="utf-8").splitlines())
        for path in sorted(SOURCE.rglob("*.py"))
    }


@functools.cache
def functions():
    """Lines of each function's body, without its docstring, by "module: function"."""
    lengths = {}
    for name in modules():
        tree = ast.parse((SOURCE / name).read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                body = node.body
                if ast.get_docstring(node) and len(body) > 1:
                    body = body[1:]
                lengths[f"{name}: {node.name} ({node.lineno})"] = (
                    node.end_lineno - body[0].lineno + 1
                )
    return lengths


def longest_module():
    """Lines of the longest module."""
    return max(modules().values())


def longest_function():
    """Lines of the longest function's body."""
    return max(functions().values())


def long_functions():
    """Lines that nine of ten functions do not exceed."""
    ordered = sorted(functions().values())
    return ordered[len(ordered) * 9 // 10]


def over(limit, lengths):
    """The names in `lengths` whose length exceeds the limit, longest first."""
    return sorted((n for n in lengths if lengths[n] > limit), key=lengths.get, reverse=True)
