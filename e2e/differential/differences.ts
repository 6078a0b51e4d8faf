/** A difference that is meant, or not yet mended: what each does, and why. */
export interface Difference {
  readonly title: string;
  /** What pip (or uv) does; a sentence without its subject and its period. */
  readonly theirs: string;
  readonly ours: string;
  readonly because: string;
  /** safe-install ends with one of these codes, and changes nothing. */
  readonly codes?: readonly string[];
  /** Every line of the comparison is one of these. */
  readonly lines?: RegExp;
}

const table = <Name extends string>(
  rows: Readonly<Record<Name, Difference>>,
): Readonly<Record<Name, Difference>> => rows;

/** Every difference that a case of the side by side runs shows; a case that shows another one fails. */
export const DIFFERENCES = table({
  'index-confusion': {
    title: 'A project with different files on two indexes',
    theirs: 'takes the highest version, whoever offers it',
    ours: 'refuses, and shows the option that says which index counts',
    because: 'whoever may upload to one of them could take over a name of the other (dependency confusion)',
    codes: ['index.confusion'],
  },
  'no-digest': {
    title: 'A file of which its index does not state the sha256',
    theirs: 'takes what the address answers',
    ours: 'refuses until the digest is stated, by `--hash` in a requirements file',
    because:
      'there is nothing that the bytes could be compared with; what you name by an address of your own is taken, and told as unverifiable',
    codes: ['hash.missing'],
  },
  'address-of-package': {
    title: 'A package that asks for a file by its address, without the sha256',
    theirs: 'takes what the address answers',
    ours: 'refuses, unless the digest stands behind the address (`#sha256=…`) or you ask for the address yourself',
    because: 'whoever has the address could put another file there, and you have not named it',
    codes: ['source.unverifiable'],
  },
  quarantine: {
    title: 'A project that its index holds in quarantine (PEP 792)',
    theirs: 'installs it',
    ours: 'refuses it',
    because: 'the index says that it is looked into for being harmful',
    codes: ['index.quarantined'],
  },
  'target-mixture': {
    title: '`--target` over an older release of the same project',
    theirs: 'leaves the older modules, adds the `.dist-info` of the newer release, warns, and ends well',
    ours: 'lets pip do so, and ends with an error',
    because: 'what stands in the folder is not what was checked; `--upgrade` replaces it',
    codes: ['installed.mismatch'],
  },
  'constraint-without-name': {
    title: 'A constraint that is an address without a name',
    theirs: 'fetches the file to learn its name',
    ours: 'refuses the line: `NAME @ ADDRESS` says the same',
    because: 'a constraint that may not be needed is no reason to fetch anything',
    codes: ['packaging.requirement'],
  },
  'deprecated-features': {
    title: '`--use-deprecated`',
    theirs: 'accepts the names of what it has dropped, and does nothing',
    ours: 'refuses the option',
    because:
      'there is one resolver here, and one way of checking certificates: neither is dropped in silence',
    codes: ['usage.unsupported'],
  },
  'python-anywhere': {
    title: '`--python` behind the command',
    theirs: 'takes it before the command alone, and ends with an error where it stands behind',
    ours: 'takes it in either place',
    because: 'no second pip has to be started before the command is known',
    lines: /^\+ |^exit 1 and 0$/,
  },
  'subdirectory-of-wheel': {
    title: '`#subdirectory=` behind the address of a wheel',
    theirs: 'writes it into `direct_url.json`',
    ours: 'leaves it out',
    because: 'a wheel has no subdirectories that could be chosen',
    lines: /direct_url\.json$|\/RECORD$|^[-+] freeze /,
  },
  'uv-index-confusion': {
    title: 'A project with different files on two indexes',
    theirs: 'takes those of the first index that has the project, and does not look at the other',
    ours: 'refuses, and shows the option that says which index counts: `--index-strategy first-index` is the way of uv',
    because: 'which of the two is meant is for the user to say',
    codes: ['index.confusion'],
  },
  'uv-upgrade': {
    title: '`--upgrade`',
    theirs: 'upgrades dependencies too',
    ours: 'upgrades what is named, and dependencies where they will not do; `--upgrade-strategy eager` is the way of uv',
    because: 'the answer of the resolver is that of pip where the two differ',
    lines: /till|^[-+] freeze /,
  },
  'uv-options-refused': {
    title: 'Options of uv that are not taken',
    theirs: 'has them',
    ours: 'refuses each with its reason, which [docs/uv-options.md](uv-options.md) lists',
    because: 'none is dropped in silence',
    codes: ['usage.unsupported'],
  },
  'uv-notes': {
    title: "uv's own notes about local files and builds",
    theirs:
      'writes `uv_cache.json` or `uv_build.json` into `.dist-info`, with the time at which its file was made',
    ours: 'leaves them out',
    because: 'uv has the file from a folder of ours that is gone, and would note that one',
    lines: /uv_(?:cache|build)\.json$|\/RECORD$/,
  },
  'uv-continuation': {
    title: 'A backslash within a requirement of a file',
    theirs: 'reads it as a part of the requirement, and ends with an error',
    ours: 'goes on with the next line',
    because: 'files are read as pip reads them',
    lines: /^\+ |^exit 2 and 0$/,
  },
  'uv-twice': {
    title: 'A flag that stands twice',
    theirs: 'ends with an error',
    ours: 'takes it once',
    because: 'options are read as pip reads them',
    lines: /^\+ |^exit 2 and 0$/,
  },
  'download-folder': {
    title: '`download` that fails',
    theirs: 'leaves the folder that it has made, empty',
    ours: 'makes the folder when it has files for it',
    because: 'a refusal changes nothing',
    lines: /^- project\/out$/,
  },
});

export type DifferenceName = keyof typeof DIFFERENCES;
