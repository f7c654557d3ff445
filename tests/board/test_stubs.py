"""What the simulated modules offer is what the stubs of the real firmware declare.

So the simulation cannot promise what a board lacks. The stubs of each release are fetched by pip
once and kept in the cache folder; only their text is read.
"""

import ast
import functools
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from tools.interpreter import cache_folder, command

ROOT = Path(__file__).resolve().parents[2]
_MODULES = ROOT / "tools" / "board" / "modules"
RELEASES = ("1.25.0.post5", "1.26.0.post1", "1.27.0.post1", "1.28.0.post4", "1.29.0.post1")

_OFFERED = """
import json, {module} as module
def public(thing):
    return [name for name in dir(thing) if name[0] != "_"]
def told(thing):
    return thing if isinstance(thing, (int, str)) else None
print(json.dumps({{
    "module": {{name: told(getattr(module, name)) for name in public(module)}},
    "class": {{name: told(getattr({cls}, name)) for name in public({cls})}},
}}))
"""


def _folder(release):
    """Where the stubs of a release lie, fetched if they are not there yet."""
    folder = cache_folder() / "stubs" / release
    if not (folder / "network.pyi").exists():
        wheels = folder.with_name(release + ".wheel")
        what = f"micropython-esp32-stubs=={release}"
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"]
        subprocess.run([*pip, "--dest", str(wheels), what], check=True)
        with zipfile.ZipFile(next(wheels.glob("*.whl"))) as wheel:
            wheel.extractall(folder)
    return folder


@functools.cache
def _stub(release, module):
    """The statements of a stub: a module's, or of a package's __init__."""
    folder = _folder(release)
    file = folder / f"{module}.pyi"
    if not file.exists():
        file = folder / module / "__init__.pyi"
    return ast.parse(file.read_text(encoding="utf-8")).body


def _declared(body):
    """{name: constant's value or None} of all that is declared on one level."""
    names = {}
    for node in body:
        if isinstance(node, ast.AnnAssign):
            names[node.target.id] = getattr(node.value, "value", None)
        elif isinstance(node, ast.Assign):
            names.update((target.id, None) for target in node.targets)
        elif isinstance(node, (ast.FunctionDef, ast.ClassDef)):
            names[node.name] = None
    return names


def _class(release, module, name):
    return next(n.body for n in _stub(release, module) if getattr(n, "name", "") == name)


@functools.cache
def _offered(module, cls):
    """What the simulated module and its class have in public, asked of the interpreter."""
    code = _OFFERED.format(module=module, cls=cls)
    environment = {"MICROPYPATH": f".frozen:{_MODULES}", "BOARD_RADIO": ""}
    answer = subprocess.check_output([*command(), "-c", code], env=environment, cwd="/")
    return json.loads(answer)


def _compare(offered, declared):
    """Everything offered must be declared, and constants must have the same value."""
    assert offered, "the simulated module offers nothing"
    assert set(offered) <= set(declared), set(offered) - set(declared)
    wrong = {
        name: (value, declared[name])
        for name, value in offered.items()
        if value is not None and declared[name] is not None and value != declared[name]
    }
    assert not wrong


@pytest.mark.parametrize("release", RELEASES)
def test_network_has_nothing_of_its_own(release):
    _compare(_offered("network", "module.WLAN")["module"], _declared(_stub(release, "network")))


@pytest.mark.parametrize("release", RELEASES)
def test_wlan_has_nothing_of_its_own(release):
    declared = _declared(_class(release, "network", "WLAN"))
    _compare(_offered("network", "module.WLAN")["class"], declared)


@pytest.mark.parametrize("release", RELEASES)
def test_wlan_lacks_no_method(release):
    methods = {
        node.name
        for node in _class(release, "network", "WLAN")
        if isinstance(node, ast.FunctionDef) and not node.name.startswith(("_", "csi_"))
    }
    assert methods <= set(_offered("network", "module.WLAN")["class"])


@pytest.mark.parametrize("release", RELEASES)
def test_arguments_have_the_names_of_the_stubs(release):
    """Ours take a name only where the stub has it; what the port takes by place is starred."""
    ours = ast.parse((_MODULES / "simulated" / "wlan.py").read_text())
    wlan = next(node for node in ours.body if getattr(node, "name", "") == "WLAN")
    stub = _class(release, "network", "WLAN")
    checked = 0
    for method in wlan.body:
        if not isinstance(method, ast.FunctionDef) or method.name.startswith("_"):
            continue
        named = [a.arg for a in method.args.args[1:]] + [a.arg for a in method.args.kwonlyargs]
        theirs = [n for n in stub if getattr(n, "name", "") == method.name]
        known = {a.arg for n in theirs for a in n.args.args + n.args.kwonlyargs}
        assert set(named) <= known, (method.name, named, known)
        checked += 1
    assert checked == 9


def test_the_parameters_that_the_newest_stub_names_are_all_taken():
    stub = _class(RELEASES[-1], "network", "WLAN")
    named = {
        argument.arg
        for node in stub
        if getattr(node, "name", "") == "config"
        for argument in node.args.kwonlyargs
    }
    code = """
import network
sta, ap = network.WLAN(0), network.WLAN(1)
sta.active(True); ap.active(True)
values = {"mac": b"123456", "ssid": "x", "key": "12345678", "hostname": "x", "hidden": True}
for name in %r:
    side = sta if name == "reconnects" else ap
    side.config(**{name: values.get(name, 1 if name in ("channel", "reconnects", "pm") else 0)})
print("all")
"""
    assert {"mac", "ssid", "channel", "key", "reconnects", "pm"} <= named
    environment = {"MICROPYPATH": f".frozen:{_MODULES}", "BOARD_SCALE": "0.001"}
    program = [*command(), "-c", code % (sorted(named),)]
    assert subprocess.check_output(program, env=environment, cwd="/") == b"all\n"


@pytest.mark.parametrize("release", RELEASES)
def test_machine_has_nothing_of_its_own(release):
    """Beyond what the interpreter's own machine module has."""
    own = subprocess.check_output([*command(), "-c", "import umachine; print(dir(umachine))"])
    offered = {
        name: value
        for name, value in _offered("machine", "module.Pin")["module"].items()
        if name not in ast.literal_eval(own.decode())
    }
    declared = _declared(_stub(release, "machine"))
    _compare(offered, declared)
    _compare(
        _offered("machine", "module.Pin")["class"], _declared(_class(release, "machine", "Pin"))
    )


@pytest.mark.parametrize("release", RELEASES)
def test_btree_has_nothing_of_its_own(release):
    offered = _offered("btree", "module._BTree")
    _compare(offered["module"], _declared(_stub(release, "btree")))
    # The stubs do not tell the methods; these are the ones of extmod/modbtree.c.
    methods = {"close", "flush", "get", "put", "seq", "keys", "values", "items"}
    assert set(offered["class"]) == methods
