"""The arrows of the architecture: who may import whom in lib/, read from the source itself."""

import ast
import sys

import pytest

from tools.measure.lib import SOURCE

# Each package or front door, and what of lib/ it may import. Nobody imports its user.
MAY_IMPORT = {
    "logging": set(),
    "slim": {"slim", "logging"},
    "wifi_setup": {"wifi_setup", "slim", "logging"},
    "micro_dns_srv": {"slim"},
    "schedule": {"slim"},
}

# Inside slim: parts that must not know those named here (nor what imports them).
MUST_NOT_KNOW = {
    "slim.dns": {"slim.loop", "slim.scheduler", "slim.slim_server"},
    "slim.scheduler": {"slim.loop", "slim.dns", "slim.slim_server"},
    "slim.loop": {"slim.dns", "slim.slim_server"},
    "slim.slim_server": {"slim.loop", "slim.dns", "slim.scheduler"},
}

# What MicroPython itself has on every board that has Wi-Fi; btree not on all (it is asked for).
OF_THE_BOARD = set(
    """
    binascii btree cryptolib deflate errno gc hashlib io json machine micropython network os
    random re select socket struct sys time asyncio esp32 uctypes
    """.split()  # noqa: SIM905
)

# What manifest.py makes while it freezes the library.
OF_THE_FIRMWARE = {"wifi_setup.frozen_page"}


def name_of(path):
    """`slim/dns.py` as slim.dns, `slim/__init__.py` as slim."""
    parts = path.relative_to(SOURCE).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {name_of(path): path for path in sorted(SOURCE.rglob("*.py"))}


def imports_of(module):
    """Absolute names of all that a module imports, wherever in it the import stands."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = package.split(".")[: len(package.split(".")) - node.level + 1]
            base = ".".join([*(start if node.level else ()), *filter(None, [node.module])])
            # `from package import module` names a module, `from module import name` does not.
            inner = {f"{base}.{alias.name}" for alias in node.names} & MODULES.keys()
            found.update(inner or {base})
    return found


def of_lib(module):
    return {name for name in imports_of(module) if name in MODULES}


def test_the_table_names_all_that_is_in_lib():
    assert {name.partition(".")[0] for name in MODULES} == MAY_IMPORT.keys()


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_only_what_its_package_may(module):
    allowed = MAY_IMPORT[module.partition(".")[0]]
    for name in of_lib(module):
        assert name.partition(".")[0] in allowed, f"{module} imports {name}"


@pytest.mark.parametrize("module", MODULES)
def test_a_module_imports_nothing_that_a_board_has_not(module):
    for name in imports_of(module):
        top = name.partition(".")[0]
        known = top in OF_THE_BOARD or name in MODULES or name in OF_THE_FIRMWARE
        assert known, f"{module} imports {name}"
        assert top in MAY_IMPORT or not (SOURCE / f"{top}.py").exists()


def test_no_module_imports_its_user():
    graph = {module: of_lib(module) - {module} for module in MODULES}

    def walk(module, way):
        assert module not in way, "a circle: " + " -> ".join([*way[way.index(module) :], module])
        if module not in done:
            for name in sorted(graph[module]):
                walk(name, [*way, module])
            done.add(module)

    done = set()
    for module in graph:
        walk(module, [])


@pytest.mark.parametrize("module", MUST_NOT_KNOW)
def test_parts_of_slim_do_not_know_each_other(module):
    seen, todo = set(), [module]
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += of_lib(name)
    assert not seen & MUST_NOT_KNOW[module]


@pytest.mark.parametrize("door", [name for name in MAY_IMPORT if (SOURCE / f"{name}.py").exists()])
def test_front_doors_are_not_used_inside(door):
    if door == "logging":
        return
    users = [module for module in MODULES if door in imports_of(module)]
    assert not users


def test_the_reader_of_imports_reads_them(tmp_path, monkeypatch):
    source = "import gc, slim.dns\nfrom slim import loop\nfrom .store import Store\ndef f():\n"
    source += "    from ..slim.url import unquote\n    from . import portal\n"
    path = tmp_path / "facade.py"
    path.write_text(source)
    monkeypatch.setitem(MODULES, "wifi_setup.facade", path)
    monkeypatch.setitem(MODULES, "wifi_setup.portal", path)
    assert imports_of("wifi_setup.facade") == {
        "gc",
        "slim.dns",
        "slim.loop",
        "wifi_setup.store",
        "slim.url",
        "wifi_setup.portal",
    }
    assert sys.modules.get("slim") is None, "lib/ is never imported here"
