import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/**
 * pip's own program in a process that has it loaded already: each command line runs in a fork of it, so that a hundred of
 * them do not load pip a hundred times. What a fork does is what `python -m pip` does.
 */
const SERVER = `
import importlib.metadata, json, os, sys
from pip._internal.cli.main import main
import pip._internal.commands.download, pip._internal.commands.freeze, pip._internal.commands.install

def look():
    entries = sorted(
        [point.group, point.name, point.value, found.metadata["Name"]]
        for found in importlib.metadata.distributions() for point in found.entry_points)
    os.write(1, (json.dumps(entries) + "\\n").encode())
    return main(["freeze", "--all", "--exclude", "pip"])

for line in sys.stdin:
    asked = json.loads(line)
    child = os.fork()
    if child == 0:
        code = 70
        try:
            output = os.open(asked["output"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(output, 1)
            os.dup2(output, 2)
            sys.stdout.reconfigure(line_buffering=True)
            os.chdir(asked["folder"])
            os.environ.clear()
            os.environ.update(asked["environment"])
            sys.argv[:] = ["pip", *asked["words"]]
            code = look() if asked["words"] == ["look"] else main(asked["words"])
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 1
        except BaseException:
            import traceback
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            os._exit(code or 0)
    status = os.waitpid(child, 0)[1]
    sys.__stdout__.write(str(os.waitstatus_to_exitcode(status)) + "\\n")
    sys.__stdout__.flush()
`;

/** One command line for the loaded pip. */
export interface PipRequest {
  /** `look` alone: entry points as one line of JSON, then what `pip freeze` says. */
  readonly words: readonly string[];
  /** Working folder. */
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  /** File that takes what it says on both streams. */
  readonly output: string;
}

/** A loaded pip; it takes one command line at a time. */
export class PipServer {
  readonly #process: ChildProcess;
  readonly #answers: AsyncIterator<string>;

  constructor(python: string, environment: Readonly<Record<string, string>>) {
    this.#process = spawn(python, ['-c', SERVER], { env: environment, stdio: ['pipe', 'pipe', 'inherit'] });
    if (this.#process.stdout === null) throw new TypeError('the server has a standard output');
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** @returns the exit code. */
  async run(request: PipRequest): Promise<number> {
    this.#process.stdin?.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error('the loaded pip has ended');
    return Number(value);
  }

  async close(): Promise<void> {
    const ended = new Promise((resolve) => this.#process.once('exit', resolve));
    this.#process.stdin?.end();
    await ended;
  }
}
