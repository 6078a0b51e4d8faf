import { makeSdist } from '../../../test/support/make-sdist.ts';
import { type MadeFile, makeWheel } from '../../../test/support/make-wheel.ts';
import { SHARED_DATA, sharedJson } from '../../../test/support/shared-data.ts';
import { buildable } from '../buildable.ts';
import type { Case, Content, Files, Step } from '../case.ts';
import type { DifferenceName } from '../differences.ts';

/** What a recorded test makes, as far as it says so. */
interface Made {
  readonly name: string;
  readonly version: string;
  readonly depends?: readonly string[];
  readonly install_requires?: readonly string[];
  readonly extras?: Readonly<Record<string, readonly string[]>>;
  readonly extras_require?: Readonly<Record<string, readonly string[]>>;
  readonly requires_python?: string | null;
  readonly fails_build?: boolean;
}

/** One step of a trace of pip's own tests. */
interface TraceStep {
  readonly wheel?: Made;
  readonly sdist?: Made;
  readonly source_tree?: Made;
  readonly pip?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

interface Trace {
  readonly test: string;
  readonly steps: readonly TraceStep[];
}

/** The recorder gave all files one digest. */
const RECORDED_DIGEST = '2d711642b726b04401627ca9fbac32f5c8530fb1903cc4db02258717921a4881';

/** The folder of a recorded run stands in some requirements. */
const RECORDED_FOLDER = /\/[^ ]*?\/pytest-[0-9]+\/[^/]+(?=\/)/;

/** Where a trace's files lie; some tests look for them one folder deeper. */
const FOLDER = '{project}/scratch';

const inFolder = (text: string): string =>
  text.replaceAll('{scratch}', FOLDER).replace(RECORDED_FOLDER, FOLDER);

const options = (made: Made) => ({
  name: made.name,
  version: made.version,
  requires: (made.depends ?? made.install_requires ?? []).map(inFolder),
  extras: made.extras ?? made.extras_require ?? {},
  ...(made.requires_python == null ? {} : { requiresPython: made.requires_python }),
});

/** Paths in metadata differ from one environment to the next. */
const filledIn = (made: Made, filled: (text: string) => string): Made => ({
  ...made,
  depends: (made.depends ?? made.install_requires ?? []).map(inFolder).map(filled),
});

const wheelOf = (made: Made): MadeFile => makeWheel({ ...options(made), tags: 'py2.py3-none-any' });

function sdistOf(made: Made): MadeFile {
  const files = buildable(made.name, made.version);
  const broken = { ...files, 'backend.py': 'raise RuntimeError("it cannot be built")\n' };
  return makeSdist({ ...options(made), files: made.fails_build === true ? broken : files });
}

/** A source tree, as the files of a folder. */
function treeOf(made: Made): Files {
  const { name, version } = made;
  const information = (filled: (text: string) => string): Uint8Array =>
    makeSdist(options(filledIn(made, filled))).metadata;
  const all: Files = { ...buildable(name, version), 'PKG-INFO': information };
  return Object.fromEntries(Object.entries(all).map(([path, text]) => [`scratch/${name}/${path}`, text]));
}

/** A digest in a recorded line is that of the file that the line names. */
function withDigests(text: string, made: readonly MadeFile[]): string {
  return text
    .split('\n')
    .map((line) => {
      const file =
        made.find(({ name, version }) => line.trim().startsWith(`${name}==${version} `)) ??
        made.find(({ name }) => line.trim().startsWith(`${name}[`));
      return file === undefined ? line : line.replaceAll(RECORDED_DIGEST, file.sha256);
    })
    .join('\n');
}

/** A page of links to the files. */
const page = (made: readonly MadeFile[]): string =>
  made.map(({ filename, sha256 }) => `<a href="${filename}#sha256=${sha256}">${filename}</a>`).join('\n');

function stepsOf({ steps }: Trace): readonly Step[] {
  const made: MadeFile[] = [];
  let pending: Record<string, Content> = {};
  const found: Step[] = [];
  const place = (file: MadeFile, content: Content): void => {
    made.push(file);
    for (const folder of ['', 'index/', 'find_links/'])
      pending[`scratch/${folder}${file.filename}`] = content;
  };
  for (const step of steps) {
    const { wheel, sdist } = step;
    if (wheel !== undefined) place(wheelOf(wheel), (filled) => wheelOf(filledIn(wheel, filled)).bytes);
    if (sdist !== undefined) place(sdistOf(sdist), sdistOf(sdist).bytes);
    if (step.source_tree !== undefined) pending = { ...pending, ...treeOf(step.source_tree) };
    if (step.pip === undefined) continue;
    const texts = Object.entries(step.files ?? {}).map(([name, text]) => [
      `scratch/${name}`,
      withDigests(inFolder(text), made),
    ]);
    found.push({
      words: step.pip.map(inFolder),
      files: { ...pending, 'scratch/index/index.html': page(made), ...Object.fromEntries(texts) },
    });
    pending = {};
  }
  return found;
}

/** What differs in a trace, by the beginning of its test's name. */
const DIFFERS: readonly (readonly [test: string, difference: DifferenceName])[] = [
  ['test_new_resolver_direct_url_equivalent[drop-egg-only]', 'subdirectory-of-wheel'],
  ['test_new_resolver_direct_url_equivalent[fragment-ordering]', 'subdirectory-of-wheel'],
];

const traces: readonly Trace[] =
  SHARED_DATA === undefined
    ? []
    : sharedJson<{ readonly cases: readonly Trace[] }>('resolver', 'pip', 'new_resolver.json').cases;

const nameOf = (test: string): string => test.slice(test.lastIndexOf('::') + 2);

/** The traces of pip's own resolver tests: the files that they make, and their command lines. */
export const TRACE_CASES: readonly Case[] = traces.flatMap((trace) => {
  const [last, ...before] = stepsOf(trace).toReversed();
  if (last === undefined) return [];
  const name = nameOf(trace.test);
  const differs = DIFFERS.find(([test]) => name.startsWith(test))?.[1];
  return [{ name, ...last, before: before.toReversed(), ...(differs === undefined ? {} : { differs }) }];
});
