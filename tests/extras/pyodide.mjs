// Run Python in Pyodide under node: node pyodide.mjs FOLDER PACKAGE < code; FOLDER holds Pyodide and a wheel of numpy.
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [folder, source] = process.argv.slice(2).map((path) => resolve(path));
const { loadPyodide } = await import(pathToFileURL(join(folder, "pyodide.mjs")));
const python = await loadPyodide({ indexURL: folder });
for (const name of readdirSync(folder).filter((name) => name.endsWith(".whl"))) {
  python.unpackArchive(new Uint8Array(readFileSync(join(folder, name))), "wheel");
}
python.FS.mkdir("/lab");
python.FS.mount(python.FS.filesystems.NODEFS, { root: source }, "/lab");
python.runPython("import sys; sys.path.insert(0, '/lab'); sys.dont_write_bytecode = True");
try {
  python.runPython(readFileSync(0, "utf-8"));
} catch (error) {
  // Left to itself node would print Pyodide's own source, which is one long line.
  console.error(error.message);
  process.exit(1);
}
