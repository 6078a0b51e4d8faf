/**
 * Writes the bytecode that pip would write, by the same call (`compileall.compile_file`), for files that become complete
 * while it runs: a distribution's files are, as soon as its INSTALLER is there, which pip writes when they are. (RECORD
 * is no such sign: the wheel's own comes with its other files, and is overwritten in the end.)
 *
 * Standard input: `{"stop": PATH, "library": FOLDER, "jobs": [{"sign": PATH, "files": [PATH], "last": BOOL}]}`, the
 * paths of a job relative to the library folder. A job that is `last` waits until the file `stop` is there; one whose
 * sign has not come by then is left out. Standard output: for each job, for each file, the path of its bytecode, or
 * null. ASCII only; runs on every Python that pip 22.2 runs on.
 */
export const COMPILE_SOURCE = `
import compileall, importlib.util, json, os, sys, time, warnings

warnings.simplefilter("ignore")
request = json.loads(sys.stdin.buffer.read().decode("utf-8"))
jobs = request["jobs"]
library = request["library"]
answers = [None] * len(jobs)


def compiled(path):
    if not os.path.isfile(path):
        return None
    try:
        if compileall.compile_file(path, force=True, quiet=2):
            return importlib.util.cache_from_source(path)
    except ImportError:
        pass
    return None


def run(last):
    progress = False
    for number, job in enumerate(jobs):
        if answers[number] is not None or job["last"] and not last:
            continue
        if os.path.exists(os.path.join(library, job["sign"])):
            answers[number] = [compiled(os.path.join(library, name)) for name in job["files"]]
            progress = True
    return progress


while None in answers:
    stopped = os.path.exists(request["stop"])
    progress = run(stopped)
    if stopped:
        break
    if not progress:
        time.sleep(0.02)
sys.stdout.write(json.dumps([answer or [] for answer in answers]))
`;
