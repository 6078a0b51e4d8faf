/**
 * Compiles sources in memory, as Python does before it writes their bytecode. Nothing of them is run. Standard input: a list
 * of `[PATH, LEVEL]`, level the one of optimization. Standard output: the magic number in hexadecimal, then a line for each:
 * the marshalled code, deflated and in base64; empty where the source does not compile. ASCII only.
 */
export const COMPILE_SOURCE = `
import base64, importlib.util, json, marshal, sys, warnings, zlib

warnings.simplefilter("ignore")
write = sys.stdout.write
write(importlib.util.MAGIC_NUMBER.hex() + "\\n")
for path, level in json.loads(sys.stdin.buffer.read().decode("utf-8")):
    line = ""
    try:
        with open(path, "rb") as file:
            code = compile(file.read(), path, "exec", dont_inherit=True, optimize=level)
        line = base64.b64encode(zlib.compress(marshal.dumps(code), 1)).decode("ascii")
    except (SyntaxError, ValueError, OverflowError, RecursionError, MemoryError, OSError):
        pass
    write(line + "\\n")
`;
