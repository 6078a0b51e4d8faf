/** A build backend in one file, that needs nothing and writes a wheel of the modules beside it, or of a way to them. */
export const BACKEND = `
import base64, hashlib, os, zipfile

def metadata():
    with open("PKG-INFO", "rb") as file:
        return file.read()

def stem():
    lines = metadata().decode().splitlines()
    fields = dict(line.split(": ", 1) for line in lines if ": " in line)
    return fields["Name"].lower().replace("-", "_") + "-" + fields["Version"]

def build_wheel(folder, config_settings=None, metadata_directory=None):
    files = {}
    for name in sorted(os.listdir("src")):
        if name.endswith(".py"):
            with open(os.path.join("src", name), "rb") as file:
                files[name] = file.read()
    return pack(folder, "py3-none-any", files)

def build_editable(folder, config_settings=None, metadata_directory=None):
    name = stem().split("-")[0] + ".pth"
    return pack(folder, "0.editable-py3-none-any", {name: os.path.abspath("src").encode()})

def pack(folder, tags, modules):
    info = stem() + ".dist-info"
    files = {info + "/METADATA": metadata(),
             info + "/WHEEL": b"Wheel-Version: 1.0\\nGenerator: backend\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
             **modules}
    record = ""
    for name, data in files.items():
        digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
        record += f"{name},sha256={digest},{len(data)}\\n"
    files[info + "/RECORD"] = (record + info + "/RECORD,,\\n").encode()
    filename = stem() + "-" + tags + ".whl"
    with zipfile.ZipFile(os.path.join(folder, filename), "w") as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 1, 1, 0, 0, 0)), data)
    return filename

build_editable = build_wheel
`;

/** Files of a source tree, or of an sdist, that can be built with no index in reach. */
export const buildable = (name: string, version: string): Readonly<Record<string, string>> => ({
  'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
  'backend.py': BACKEND,
  [`src/${name.replaceAll('-', '_')}.py`]: `VERSION = "${version}"\n`,
});

/** Files of a project in a folder, with an extra `cards` that needs the project of that name. */
export const projectFiles = (
  folder: string,
  name: string,
  version: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries({
      ...buildable(name, version),
      'PKG-INFO': [
        'Metadata-Version: 2.1',
        `Name: ${name}`,
        `Version: ${version}`,
        'Requires-Dist: till',
        'Provides-Extra: cards',
        'Requires-Dist: cards; extra == "cards"',
        '',
      ].join('\n'),
    }).map(([path, text]) => [`${folder}/${path}`, text]),
  );
