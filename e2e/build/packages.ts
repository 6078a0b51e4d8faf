import { backendSource } from '../../test/build/backends.ts';
import { makeSdist, type SdistOptions } from '../../test/support/make-sdist.ts';
import { type MadeFile, makeWheel } from '../../test/support/make-wheel.ts';

/**
 * A build backend that is installed from an index: the project says its name and version in `NAME` and `VERSION`, which
 * lie beside its pyproject.toml. Builds go by `packing`, which needs `paper`; and it asks for `glue` when it runs.
 */
export const PACKING: readonly MadeFile[] = [
  makeWheel({
    name: 'packing',
    version: '1.0',
    requires: ['paper'],
    entryPoints: { pack: 'packing:main' },
    files: {
      'packing.py': backendSource(`
import shutil, subprocess
import paper

with open("NAME") as file:
    NAME = file.read().strip()
with open("VERSION") as file:
    VERSION = file.read().strip()
if os.path.exists("REQUIRES"):
    with open("REQUIRES") as file:
        REQUIRES = file.read()
METADATA = "Metadata-Version: 2.1\\nName: %s\\nVersion: %s\\n"
FILES = {NAME + "/__init__.py": "PAPER = %r\\n" % paper.__file__.rsplit("/", 1)[-1]}


def get_requires_for_build_wheel(config_settings=None):
    return ["glue>=1"]


get_requires_for_build_editable = get_requires_for_build_wheel


def build_wheel(wheel_directory, config_settings=None, metadata_directory=None):
    import glue

    subprocess.run([shutil.which("pack")], check=True)
    return write_wheel(wheel_directory)


def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    global FILES, TAG
    FILES, TAG = {NAME + ".pth": os.getcwd() + "\\n"}, "0.editable-py3-none-any"
    return write_wheel(wheel_directory)


prepare_metadata_for_build_editable = prepare_metadata_for_build_wheel


def main():
    import glue
`),
    },
  }),
  makeWheel({ name: 'paper', version: '1.0', files: { 'paper.py': '' } }),
  makeWheel({ name: 'paper', version: '2.0', files: { 'paper.py': '' } }),
  makeWheel({ name: 'glue', version: '1.5', files: { 'glue.py': '' } }),
];

export const PACKED = '[build-system]\nrequires = ["packing"]\nbuild-backend = "packing"\n';

/** Files of a project that {@link PACKING} builds. */
export const packedProject = (
  name: string,
  version: string,
  requires: readonly string[] = [],
): Readonly<Record<string, string>> => ({
  'pyproject.toml': PACKED,
  NAME: name,
  VERSION: version,
  REQUIRES: requires.map((text) => `Requires-Dist: ${text}\n`).join(''),
  [`${name}/__init__.py`]: 'SOURCE = True\n',
});

/** A source distribution that does not say for good what it needs: it has to be built to know. */
export const packedSdist = (
  name: string,
  version: string,
  requires: readonly string[] = [],
  options: Partial<SdistOptions> = {},
): MadeFile =>
  makeSdist({
    name,
    version,
    metadataVersion: '2.1',
    files: packedProject(name, version, requires),
    ...options,
  });
