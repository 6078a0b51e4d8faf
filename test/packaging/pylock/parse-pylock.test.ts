import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { MAX_LOCK_BYTES, parsePylock } from '../../../src/packaging/pylock/parse-pylock.ts';

const DIGEST = '0'.repeat(64);
const HEAD = `lock-version = "1.0"\ncreated-by = "test"\n`;
const HASHES = `hashes = { sha256 = "${DIGEST}" }`;
const WHEEL = `{ url = "https://files.example/acme-1.0-py3-none-any.whl", ${HASHES} }`;

/** A lock with one package, whose lines are given. */
const lockOf = (...lines: readonly string[]): string =>
  [HEAD, '[[packages]]', 'name = "acme"', ...lines].join('\n');

const parse = (text: string) => parsePylock(text, { shown: 'pylock.toml' });

const onlyPackage = (text: string) => {
  const [first] = parse(text).lock.packages;
  if (first === undefined) throw new Error('there is no package');
  return first;
};

const onlyWheel = (text: string) => {
  const { source } = onlyPackage(text);
  const [first] = source.kind === 'release' ? source.wheels : [];
  if (first === undefined) throw new Error('there is no wheel');
  return first;
};

function refusalOf(text: string): SafeInstallError {
  try {
    parse(text);
  } catch (error) {
    if (error instanceof SafeInstallError) return error;
    throw error;
  }
  throw new Error('expected a refusal');
}

describe('parsePylock', () => {
  it('reads the example of the specification, as far as it has wheels and identities', () => {
    const { lock, warnings } = parse(`
lock-version = '1.0'
environments = ["sys_platform == 'win32'", "sys_platform == 'linux'"]
requires-python = '==3.12.*'
extras = ['test']
dependency-groups = ['docs']
default-groups = ['main']
created-by = 'mousebender'

[[packages]]
name = 'attrs'
version = '25.1.0'
requires-python = '>=3.8'
marker = "'test' in extras"
index = 'https://packages.example/simple'
dependencies = [{ name = 'numpy' }, { version = '1' }]
wheels = [
  {name = 'attrs-25.1.0-py3-none-any.whl', upload-time = 2025-01-25T11:30:10.164985+00:00, url = 'https://files.example/fc/attrs-25.1.0-py3-none-any.whl', size = 63152, hashes = {sha256 = '${DIGEST}', md5 = 'x'}},
]
sdist = {path = 'files/attrs-25.1.0.tar.gz', hashes = {sha512 = 'x'}}
[[packages.attestation-identities]]
environment = 'release-pypi'
kind = 'GitHub'
repository = 'python-attrs/attrs'
workflow = 'pypi-package.yml'
[packages.tool.x]
y = 1
[tool.mousebender]
z = 1.5
`);
    expect(warnings).toEqual([]);
    expect(lock.environments.map(String)).toEqual(['sys_platform == "win32"', 'sys_platform == "linux"']);
    expect([lock.extras, lock.dependencyGroups, lock.defaultGroups]).toEqual([['test'], ['docs'], ['main']]);
    expect([String(lock.requiresPython), lock.createdBy]).toEqual(['==3.12.*', 'mousebender']);
    const [attrs] = lock.packages;
    expect(attrs).toMatchObject({
      name: 'attrs',
      index: 'https://packages.example/simple',
      dependencies: ['numpy'],
    });
    expect([String(attrs?.version), String(attrs?.marker), String(attrs?.requiresPython)]).toEqual([
      '25.1.0',
      '"test" in extras',
      '>=3.8',
    ]);
    expect(attrs?.identities).toEqual([
      {
        kind: 'GitHub',
        claims: {
          environment: 'release-pypi',
          repository: 'python-attrs/attrs',
          workflow: 'pypi-package.yml',
        },
      },
    ]);
    expect(attrs?.source).toMatchObject({
      kind: 'release',
      wheels: [
        {
          filename: 'attrs-25.1.0-py3-none-any.whl',
          size: 63152,
          sha256: DIGEST,
          uploadTime: new Date('2025-01-25T11:30:10.164Z'),
          tags: ['py3-none-any'],
        },
      ],
      sdist: { filename: 'attrs-25.1.0.tar.gz', path: 'files/attrs-25.1.0.tar.gz', url: null, sha256: null },
    });
  });

  it.each([
    [
      'an archive',
      `archive = { url = "https://x.example/a.zip", size = 5, subdirectory = "sub", ${HASHES} }`,
      {
        kind: 'archive',
        url: 'https://x.example/a.zip',
        path: null,
        size: 5,
        subdirectory: 'sub',
        sha256: DIGEST,
      },
    ],
    [
      'a folder',
      'directory = { path = "../a", editable = true }',
      { kind: 'directory', path: '../a', editable: true, subdirectory: null },
    ],
    [
      'a repository',
      'vcs = { type = "git", url = "https://x.example/a", requested-revision = "main", commit-id = "abc" }',
      { kind: 'vcs', type: 'git', url: 'https://x.example/a', requestedRevision: 'main', commitId: 'abc' },
    ],
  ])('reads %s', (_reason, line, expected) => {
    expect(onlyPackage(lockOf(line)).source).toMatchObject(expected);
  });

  it.each([
    ['its URL', WHEEL],
    ['its path', `{ path = "files/acme-1.0-py3-none-any.whl", ${HASHES} }`],
    ['a path of Windows', `{ path = 'files\\acme-1.0-py3-none-any.whl', ${HASHES} }`],
    [
      'the name that it states',
      `{ name = "acme-1.0-py3-none-any.whl", url = "https://x.example/get?id=7", ${HASHES} }`,
    ],
    [
      'a URL with escapes and a query',
      `{ url = "https://x.example/acme%2D1.0-py3-none-any.whl?t=1#f", ${HASHES} }`,
    ],
  ])('knows the name of a file by %s', (_reason, wheel) => {
    expect(onlyWheel(lockOf(`wheels = [${wheel}]`)).filename).toBe('acme-1.0-py3-none-any.whl');
  });

  it('takes a minor version that it does not know, and says so', () => {
    const { lock, warnings } = parse('lock-version = "1.7"\ncreated-by = "x"\npackages = []');
    expect(lock.packages).toEqual([]);
    expect(warnings).toEqual(['the lock is of version 1.7 of its format; what is new in it is passed over']);
  });

  it('passes over keys that it does not know, and says where they are and what was meant', () => {
    const { warnings } = parse(
      `${lockOf('attestation-identitys = []', `wheels = [{ hash = 1, ${WHEEL.slice(2)}]`)}\n[[more]]`,
    );
    expect(warnings).toEqual([
      'pylock.toml:8: "more" is no key of a lock that is known, and is passed over',
      'pylock.toml:6: "attestation-identitys" is no key of a package that is known, and is passed over (did you mean "attestation-identities"?)',
      'pylock.toml:7: "hash" is no key of a wheel that is known, and is passed over',
    ]);
  });

  it('tells where a package, a file and one key of it stand', () => {
    const parsed = parse(lockOf('version = "1.0"', 'wheels = [', `  ${WHEEL},`, ']'));
    const [first] = parsed.lock.packages;
    const wheel = first?.source.kind === 'release' ? first.source.wheels[0] : undefined;
    expect(parsed.placeOf(first ?? {})).toBe('pylock.toml:4');
    expect(parsed.placeOf(first ?? {}, 'version')).toBe('pylock.toml:6');
    expect(parsed.placeOf(wheel ?? {}, 'hashes.sha256')).toBe('pylock.toml:8');
    expect(parsed.placeOf({})).toBe('pylock.toml');
  });

  it.each<readonly [string, string, string, string]>([
    ['text that is no TOML', 'lock-version = ', 'lock.syntax', '1:16'],
    ['no version', 'created-by = "x"\npackages = []', 'lock.missing-key', '1:1'],
    ['a version that is a number', 'lock-version = 1.0', 'lock.value', '1:16'],
    ['a version that is none', 'lock-version = "one"', 'lock.value', '1:16'],
    ['a major version that is not known', 'lock-version = "2.0"', 'lock.version', '1:16'],
    ['a version before the first', 'lock-version = "0.9"', 'lock.version', '1:16'],
    ['another epoch', 'lock-version = "1!1.0"', 'lock.version', '1:16'],
    ['no author', 'lock-version = "1.0"\npackages = []', 'lock.missing-key', '1:1'],
    ['no packages', HEAD, 'lock.missing-key', '1:1'],
    ['a table of tools that is none', `${HEAD}tool = 1\npackages = []`, 'lock.value', '3:8'],
    [
      'a table of tools of a package that is none',
      lockOf('tool = 1', `wheels = [${WHEEL}]`),
      'lock.value',
      '6:8',
    ],
    ['packages that are a table', `${HEAD}[packages]`, 'lock.value', '3:1'],
    ['a package that is no table', `${HEAD}packages = [1]`, 'lock.value', '3:13'],
    [
      'a marker that is none',
      `${HEAD}environments = ["python_version"]\npackages = []`,
      'lock.value',
      '3:17',
    ],
    ['environments that are a text', `${HEAD}environments = "x"\npackages = []`, 'lock.value', '3:16'],
    ['a specifier that is none', `${HEAD}requires-python = "3"\npackages = []`, 'lock.value', '3:19'],
    ['an extra that is not normalized', `${HEAD}extras = ["A_b"]\npackages = []`, 'lock.value', '3:11'],
    ['a package without a name', `${HEAD}[[packages]]\nversion = "1"`, 'lock.missing-key', '3:1'],
    ['a name that is not normalized', `${HEAD}[[packages]]\nname = "Acme"`, 'lock.value', '4:8'],
    [
      'a version of a package that is none',
      lockOf('version = "x"', `wheels = [${WHEEL}]`),
      'lock.value',
      '6:11',
    ],
    ['an empty version', lockOf('version = ""', `wheels = [${WHEEL}]`), 'lock.value', '6:11'],
    [
      'a marker of a package that is none',
      lockOf('marker = "x"', `wheels = [${WHEEL}]`),
      'lock.value',
      '6:10',
    ],
    ['no source', lockOf(), 'lock.source', '4:1'],
    ['no wheels at all', lockOf('wheels = []'), 'lock.source', '4:1'],
    [
      'a folder beside wheels',
      lockOf(`wheels = [${WHEEL}]`, 'directory = { path = "." }'),
      'lock.source',
      '7:13',
    ],
    [
      'two direct sources',
      lockOf('directory = { path = "." }', `archive = { path = "a.zip", ${HASHES} }`),
      'lock.source',
      '6:13',
    ],
    ['a wheel that is no table', lockOf('wheels = ["x"]'), 'lock.value', '6:11'],
    ['a wheel without a place', lockOf(`wheels = [{ ${HASHES} }]`), 'lock.missing-key', '6:11'],
    ['a URL that is none', lockOf(`wheels = [{ url = "acme.whl", ${HASHES} }]`), 'lock.value', '6:19'],
    [
      'a wheel without digests',
      lockOf('wheels = [{ path = "acme-1.0-py3-none-any.whl" }]'),
      'lock.missing-key',
      '6:11',
    ],
    [
      'an empty table of digests',
      lockOf('wheels = [{ path = "acme-1.0-py3-none-any.whl", hashes = {} }]'),
      'lock.value',
      '6:49',
    ],
    [
      'digests that are a text',
      lockOf('wheels = [{ path = "acme-1.0-py3-none-any.whl", hashes = "x" }]'),
      'lock.value',
      '6:58',
    ],
    [
      'a digest that is a number',
      lockOf('wheels = [{ path = "acme-1.0-py3-none-any.whl", hashes = { md5 = 1 } }]'),
      'lock.value',
      '6:66',
    ],
    [
      'a sha256 that is too short',
      lockOf('wheels = [{ path = "acme-1.0-py3-none-any.whl", hashes = { sha256 = "0a" } }]'),
      'lock.value',
      '6:69',
    ],
    ['a size that is a text', lockOf(`wheels = [{ size = "5", ${WHEEL.slice(2)}]`), 'lock.value', '6:20'],
    ['a size with a fraction', lockOf(`wheels = [{ size = 5.0, ${WHEEL.slice(2)}]`), 'lock.value', '6:20'],
    ['a negative size', lockOf(`wheels = [{ size = -1, ${WHEEL.slice(2)}]`), 'lock.value', '6:20'],
    [
      'a size beyond 2^53',
      lockOf(`wheels = [{ size = 9007199254740992, ${WHEEL.slice(2)}]`),
      'lock.value',
      '6:20',
    ],
    [
      'a time that is a text',
      lockOf(`wheels = [{ upload-time = "2025", ${WHEEL.slice(2)}]`),
      'lock.value',
      '6:27',
    ],
    [
      'a time without an offset',
      lockOf(`wheels = [{ upload-time = 2025-01-01T00:00:00, ${WHEEL.slice(2)}]`),
      'lock.value',
      '6:27',
    ],
    [
      'a day for a time',
      lockOf(`wheels = [{ upload-time = 2025-01-01, ${WHEEL.slice(2)}]`),
      'lock.value',
      '6:27',
    ],
    ['a filename that is none', lockOf(`wheels = [{ path = "acme.whl", ${HASHES} }]`), 'lock.value', '6:20'],
    [
      'a filename with a folder',
      lockOf(`wheels = [{ name = "x/acme-1.0-py3-none-any.whl", ${WHEEL.slice(2)}]`),
      'lock.value',
      '6:20',
    ],
    [
      'a wheel of another project',
      lockOf(`wheels = [{ path = "evil-1.0-py3-none-any.whl", ${HASHES} }]`),
      'lock.filename',
      '6:20',
    ],
    ['a wheel of another version', lockOf('version = "2"', `wheels = [${WHEEL}]`), 'lock.filename', '7:19'],
    [
      'an sdist of another version',
      lockOf('version = "2"', `sdist = { path = "acme-1.tar.gz", ${HASHES} }`),
      'lock.filename',
      '7:18',
    ],
    [
      'a URL that is that of another file',
      lockOf(
        `wheels = [{ name = "acme-1.0-py3-none-any.whl", url = "https://x.example/acme-2.0-py3-none-any.whl", ${HASHES} }]`,
      ),
      'lock.filename',
      '6:55',
    ],
    [
      'a path that is that of another file',
      lockOf(`sdist = { name = "acme-1.0.tar.gz", path = "acme-1.0.zip", ${HASHES} }`),
      'lock.filename',
      '6:44',
    ],
    [
      'a repository without a commit',
      lockOf('vcs = { type = "git", url = "https://x.example/a" }'),
      'lock.missing-key',
      '6:1',
    ],
    [
      'a repository without a place',
      lockOf('vcs = { type = "git", commit-id = "a" }'),
      'lock.missing-key',
      '6:1',
    ],
    ['a folder without a path', lockOf('directory = { editable = true }'), 'lock.missing-key', '6:1'],
    ['editable that is a text', lockOf('directory = { path = ".", editable = "yes" }'), 'lock.value', '6:38'],
    [
      'a publisher without a kind',
      lockOf(`wheels = [${WHEEL}]`, '[[packages.attestation-identities]]', 'repository = "a/b"'),
      'lock.missing-key',
      '7:1',
    ],
    [
      'a publisher with a number',
      lockOf(
        `wheels = [${WHEEL}]`,
        '[[packages.attestation-identities]]',
        'kind = "GitHub"',
        'repository = 5',
      ),
      'lock.value',
      '9:14',
    ],
    [
      'publishers that are a text',
      lockOf('attestation-identities = "x"', `wheels = [${WHEEL}]`),
      'lock.value',
      '6:26',
    ],
  ])('refuses %s, with its place', (_reason, text, code, place) => {
    const error = refusalOf(text);
    expect([error.code, error.subject]).toEqual([code, `pylock.toml:${place}`]);
    expect(error.excerpt?.text).toBe(text.split('\n')[Number(place.split(':')[0]) - 1]?.trimEnd());
  });

  it('takes an empty set of specifiers for what it is', () => {
    expect(onlyPackage(lockOf('requires-python = ""', `wheels = [${WHEEL}]`)).requiresPython?.isEmpty).toBe(
      true,
    );
  });

  it('passes over a table in a publisher, which PEP 740 has for claims', () => {
    const text = lockOf(
      `wheels = [${WHEEL}]`,
      '[[packages.attestation-identities]]',
      'kind = "GitHub"',
      'claims = { a = 1 }',
    );
    expect(onlyPackage(text).identities).toEqual([{ kind: 'GitHub', claims: {} }]);
  });

  it('reads no lock of more bytes than any has, and no array of more members', () => {
    expect(() => parse(`#${'x'.repeat(MAX_LOCK_BYTES)}`)).toRefuse('lock.too-large');
    expect(() => parse(`${HEAD}extras = [${'"a",'.repeat(10_001)}]\npackages = []`)).toRefuse(
      'lock.too-large',
    );
  });

  it('reads bytes as UTF-8, and as nothing else', () => {
    expect(() => parsePylock(Buffer.from([0xff]), { shown: 'x' })).toRefuse('lock.syntax');
  });
});
