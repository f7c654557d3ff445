// Runs a program in MicroPython of another version: node run.mjs 1.24 program.py
//
// The interpreter is the WebAssembly port, which has no sockets, no btree and no ffi; start.py and
// modules/ stand in for what a board has. Files are copied into its memory, nothing comes back but
// what the program prints; an exception ends with status 1.
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const HERE = dirname(fileURLToPath(import.meta.url));
const ROOT = join(HERE, "..", "..");
const [, , version, program] = process.argv;

process.on("uncaughtException", (error) => {
  console.log(String(error.message));
  process.exit(1);
});

const folder = `node_modules/micropython-${version}`;
const { loadMicroPython } = await import(`./${folder}/micropython.mjs`);
const board = await loadMicroPython({
  url: join(HERE, folder, "micropython.wasm"), // 1.22 does not look for it beside itself
  heapsize: 8 * 1024 * 1024,
  stdout: (line) => console.log(line),
  linebuffer: true,
});

function copy(from, to) {
  board.FS.mkdir(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const source = join(from, entry.name);
    if (entry.isDirectory()) copy(source, `${to}/${entry.name}`);
    else board.FS.writeFile(`${to}/${entry.name}`, readFileSync(source));
  }
}

copy(join(ROOT, "lib"), "/lib");
copy(join(HERE, "modules"), "/modules");
copy(join(ROOT, "tools", "board", "modules"), "/simulated");
board.FS.mkdir("/flash");
board.registerJsModule("host", { random: (n) => [...crypto.getRandomValues(new Uint8Array(n))] });
board.runPython(readFileSync(join(HERE, "start.py"), "utf8"));
board.runPython(readFileSync(program, "utf8"));
