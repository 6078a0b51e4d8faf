import { makeSdist, type SdistOptions } from '../support/make-sdist.ts';
import type { MadeFile } from '../support/make-wheel.ts';

/**
 * Python of a build backend that stands in the tree itself and needs nothing: it packs one module by hand. `tweaks` are
 * lines behind it, which have the last word.
 */
export const backendSource = (tweaks = ''): string => `
import base64, hashlib, os, sys, zipfile

NAME, VERSION = "acme", "1.0"
METADATA = "Metadata-Version: 2.2\\nName: %s\\nVersion: %s\\n"
REQUIRES = ""
WHEEL = "Wheel-Version: 1.0\\nGenerator: by hand\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n"
FILES = {"acme/__init__.py": "BUILT = True\\n"}
TAG = "py3-none-any"


def metadata():
    return METADATA % (NAME, VERSION) + REQUIRES


def digest(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def write_wheel(folder, record=None):
    info = "%s-%s.dist-info" % (NAME, VERSION)
    files = dict(FILES)
    files[info + "/METADATA"] = metadata()
    files[info + "/WHEEL"] = WHEEL
    lines = ["%s,sha256=%s,%d" % (name, digest(text.encode()), len(text.encode())) for name, text in files.items()]
    lines.append(info + "/RECORD,,")
    files[info + "/RECORD"] = "\\n".join(record(lines) if record else lines) + "\\n"
    name = "%s-%s-%s.whl" % (NAME, VERSION, TAG)
    with zipfile.ZipFile(os.path.join(folder, name), "w") as wheel:
        for path, text in files.items():
            wheel.writestr(path, text)
    return name


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    print("packing")
    return write_wheel(wheel_directory)


def prepare_metadata_for_build_wheel(metadata_directory, config_settings=None):
    folder = os.path.join(metadata_directory, "%s-%s.dist-info" % (NAME, VERSION))
    os.mkdir(folder)
    with open(os.path.join(folder, "METADATA"), "w") as file:
        file.write(metadata())
    return os.path.basename(folder)

${tweaks}
`;

export const IN_TREE = '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n';

/** The files of a project that {@link backendSource} builds. */
export const projectFiles = (tweaks = '', pyproject = IN_TREE): Readonly<Record<string, string>> => ({
  'pyproject.toml': pyproject,
  'backend.py': backendSource(tweaks),
  'acme/__init__.py': 'BUILT = False\n',
});

/** A source distribution of `acme 1.0` that builds itself. */
export const acmeSdist = (
  tweaks = '',
  options: Partial<SdistOptions> & { readonly pyproject?: string } = {},
): MadeFile =>
  makeSdist({ name: 'acme', version: '1.0', files: projectFiles(tweaks, options.pyproject), ...options });
