"""One deploy: compares the board's files with ours, and copies what differs."""

import json
import sys

from tools.deploy import DeployError
from tools.deploy.files import File, compiler_for, demo, library, modules, packages_in
from tools.deploy.link import LostBoard, sending
from tools.deploy.progress import Progress, kilobytes

OLDEST = [1, 22]  # the first MicroPython on which lib/ runs


class Deployment:
    """One run of the command against the board at the other end of `link`."""

    def __init__(self, link, options, project):
        self._link, self._options, self._project = link, options, project
        self._about = link.ask("about()")
        path = self._about["path"]
        self._lib = next((entry for entry in path if entry.endswith("/lib")), "/lib")
        self._root = self._lib[: -len("/lib")]
        self._stage = f"{self._root}/.deploy"
        self._record = f"{self._lib}/.demo"

    def run(self):
        """Does it; what has been done, as the beginning of a sentence."""
        files = library(self._project / "lib", self._lib, self._compiler())
        pages = demo(self._project / "demo", self._root) if self._options.demo else []
        seen = self._look(files + pages)
        if pages and self._may_replace(pages, seen):
            files += [*pages, self._receipt(pages)]
        changed = [file for file in files if seen["digests"].get(file.target) != file.digest]
        self._warn_of_hidden()
        self._copy(changed, seen)
        size = sum(len(file.data) for file in changed)
        if not changed:
            return f"Nothing to copy: the board has all {len(files)} files, checked"
        return f"{len(changed)} of {len(files)} files copied ({kilobytes(size)})"

    def _compiler(self):
        """The compiler for this board, or None; says which it is."""
        version, mpy = self._about["version"], self._about["mpy"]
        name = f"MicroPython {'.'.join(map(str, version))} on {self._about['machine']}"
        compiler = None if self._options.source else compiler_for(mpy)
        form = f"compiled (.mpy version {mpy})" if compiler else "source"
        print(f"{name}; modules are copied as {form}.")
        if version < OLDEST:
            print(f"Note: the library needs MicroPython {'.'.join(map(str, OLDEST))} or later.")
        return compiler

    def _look(self, files):
        """What the board has of these files, asked in one exchange."""
        paths = [file.target for file in files] + [self._record]
        rivals = [file.rival for file in files if file.rival]
        packages = [f"{self._lib}/{name}" for name in packages_in(self._project / "lib")]
        seen = self._link.ask(
            f"look({paths}, {rivals}, {packages}, {self._stage!r}, {self._record!r})"
        )
        seen["digests"] = dict(zip(paths, seen["digests"]))
        return seen

    def _may_replace(self, pages, seen):
        """Whether the demo may be copied: yes, unless something else has its place."""
        foreign = [
            page.target
            for page in pages
            if seen["digests"][page.target]
            not in (None, page.digest, seen["demo"].get(page.target))
        ]
        if not foreign or self._options.yes:
            return True
        which = ", ".join(foreign)
        if sys.stdin.isatty():
            answer = input(f"The board has its own {which}. Overwrite with the demo? [y/N] ")
            if answer.strip().lower() in ("y", "yes"):
                return True
        print(f"The demo is left out: {which} on the board is not the demo's (--yes overwrites).")
        return False

    def _receipt(self, pages):
        """A file that tells the next deploy which files of the demo are its own."""
        content = json.dumps({page.target: page.digest for page in pages}, sort_keys=True)
        return File(self._record, content.encode(), "lib/.demo")

    def _warn_of_hidden(self):
        """Names which modules of the library are hidden by others of the same name."""
        path = self._about["path"]
        before = path[: path.index(self._lib)] if self._lib in path else path
        ours = set(modules(self._project / "lib"))
        for folder in before:
            if folder == ".frozen":
                words = self._link.run("help('modules')").split()
                others = {word.partition("/")[0] for word in words}
            else:
                found = self._link.ask(f"names({folder or self._root!r})")
                others = {name.partition(".")[0] for name in found}
            for name in sorted(ours & others):
                where = "the firmware" if folder == ".frozen" else folder or self._root or "/"
                print(f"Note: the {name} in {where} wins over the one in {self._lib}.")

    def _copy(self, files, seen):
        """Stages what is not staged yet, puts all in its place, and removes what must not stay."""
        gone = seen["rivals"] + seen["old"]
        if not files and not gone and not seen["staged"]:
            return
        self._link.run(f"stage = Stage({self._stage!r})")
        missing = [file for file in files if file.stage not in seen["staged"]]
        try:
            self._send(missing)
        except LostBoard:
            raise
        except DeployError:
            self._link.run("stage.clear()")
            raise
        self._link.run_all((line, None) for line in self._placing(files, gone))
        self._link.run("stage.clear()")
        for path in seen["rivals"]:
            print(f"Removed {path}, another form of the same module.")
        for path in seen["old"]:
            print(f"Removed {path}, which this version does not have.")

    @staticmethod
    def _placing(files, gone):
        """The statements that put the staged files in their places, and remove others.

        What is removed goes after its successor has come: at no moment is neither there.
        """
        yield from (f"stage.place({file.stage!r}, {file.target!r})" for file in files)
        yield from (f"os.remove({path!r})" for path in gone)

    def _send(self, files):
        progress = Progress(sum(len(file.data) for file in files), sys.stdout)
        try:
            self._link.run_all(sending(files), lambda sent: progress.add(*sent))
        finally:
            progress.close()
