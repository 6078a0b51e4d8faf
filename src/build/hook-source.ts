/**
 * Calls one hook of a build backend (PEP 517, PEP 660) and writes down what it answers.
 *
 * `python hook.py FOLDER`: FOLDER holds `request.json` and `watch.py`, and gets `answer.json`, which is there whole or not
 * at all. What the backend prints is no answer: it goes to the file `log`, or to the two streams where there is none. Runs
 * on every Python that pip 22.2 runs on.
 *
 *     request: {"backend": "module:object", "backendPath": [FOLDER], "hook": NAME, "arguments": [...], "log": PATH | null}
 *     answer:  {"value": ...} | {"missing": NAME} | {"unavailable": TEXT} | {"failed": TEXT}
 */
export const HOOK_SOURCE = `
import importlib, json, os, sys, traceback
from importlib.machinery import PathFinder


class BackendPath:
    """Finds an in-tree backend in its own folders, and nowhere else (PEP 517, "In-tree build backends")."""

    def __init__(self, folders, module):
        self.folders = folders
        self.top = module.partition(".")[0]

    def find_spec(self, name, path=None, target=None):
        if "." in name:
            return None
        spec = PathFinder.find_spec(name, self.folders, target)
        if spec is None and name == self.top:
            raise ImportError("no module %r in backend-path" % name)
        return spec

    def find_distributions(self, *context):
        from importlib.metadata import DistributionFinder, MetadataPathFinder

        name = context[0].name if context else None
        return MetadataPathFinder.find_distributions(DistributionFinder.Context(name=name, path=self.folders))


def backend_of(request):
    module, _, path = request["backend"].partition(":")
    if request["backendPath"]:
        sys.meta_path.insert(0, BackendPath(request["backendPath"], module))
    backend = importlib.import_module(module)
    for part in path.split(".") if path else ():
        backend = getattr(backend, part)
    return backend


def answer_to(request):
    try:
        backend = backend_of(request)
    except Exception as error:
        traceback.print_exc()
        return {"unavailable": str(error)}
    hook = getattr(backend, request["hook"], None)
    if hook is None:
        return {"missing": request["hook"]}
    try:
        return {"value": hook(*request["arguments"])}
    except SystemExit as error:
        return {"failed": "it exited with %r" % (error.code,)}
    except BaseException as error:
        traceback.print_exc()
        return {"failed": "%s: %s" % (type(error).__name__, error)}


def main(folder):
    with open(os.path.join(folder, "request.json"), encoding="utf-8") as file:
        request = json.load(file)
    if request["log"] is not None:
        log = os.open(request["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 1)
        os.dup2(log, 2)
        os.close(log)
    with open(os.path.join(folder, "watch.py"), encoding="utf-8") as file:
        exec(compile(file.read(), "watch.py", "exec"), {"__name__": "watch"})
    del sys.argv[1:]
    # the folder of this script; neither it nor the source is what a backend imports from (PEP 517, "Build environment")
    del sys.path[0]
    answer = answer_to(request)
    try:
        text = json.dumps(answer)
    except (TypeError, ValueError) as error:
        text = json.dumps({"unreadable": str(error)})
    unfinished = os.path.join(folder, "answer.json.part")
    with open(unfinished, "w", encoding="utf-8") as file:
        file.write(text)
    sys.stdout.flush()
    sys.stderr.flush()
    os.replace(unfinished, os.path.join(folder, "answer.json"))
    return 0 if "value" in answer else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
`;

/**
 * Takes note of what Python code asks the network for, and refuses it, where that goes past the proxy that is named in the
 * environment. Audit hooks (PEP 578) cannot be taken back; they hear nothing of what is not Python.
 *
 * In an isolated environment a `.pth` file starts it in every Python that runs there.
 *
 * @param notes absolute path of the file that each attempt is added to, a line of JSON each.
 */
export const watchSource = (notes: string): string => `
import json, sys

NOTES = json.loads(${JSON.stringify(JSON.stringify(notes))})
HERE = {"", "localhost", "ip6-localhost", "0.0.0.0", "::", "::1"}


def is_here(host):
    if isinstance(host, (bytes, bytearray)):
        host = bytes(host).decode("latin-1")
    if host is None or host in HERE or host.startswith("127."):
        return True
    try:
        import socket

        return host == socket.gethostname()
    except Exception:
        return False


def heard(event, arguments):
    if event == "socket.connect" or event == "socket.sendto":
        address = arguments[1]
        if not isinstance(address, tuple) or is_here(address[0]):
            return
        target = "%s port %s" % (address[0], address[1])
    elif event == "socket.getaddrinfo":
        if is_here(arguments[0]):
            return
        target = "the address of %s" % (arguments[0],)
    else:
        return
    with open(NOTES, "a", encoding="utf-8") as file:
        file.write(json.dumps(target) + "\\n")
    raise ConnectionRefusedError("the network is out of reach in a build")


if not getattr(sys, "_safe_install_watch", False) and hasattr(sys, "addaudithook"):
    sys._safe_install_watch = True
    sys.addaudithook(heard)
`;
