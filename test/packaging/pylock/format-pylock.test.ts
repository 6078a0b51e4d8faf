import fc from 'fast-check';
import { parse } from 'smol-toml';
import { describe, expect, it } from 'vitest';
import { formatPylock } from '../../../src/packaging/pylock/format-pylock.ts';
import { parsePylock } from '../../../src/packaging/pylock/parse-pylock.ts';
import { tomlInline, tomlMoment, tomlText } from '../../../src/packaging/pylock/toml-words.ts';

const DIGEST = '0'.repeat(64);

const WRITTEN = `lock-version = "1.0"
environments = ["sys_platform == \\"linux\\""]
requires-python = ">=3.9"
extras = ["x"]
dependency-groups = ["docs"]
default-groups = ["main"]
created-by = "safe-install"

[[packages]]
name = "acme"
version = "1.0"
marker = "\\"x\\" in extras"
requires-python = ">=3.8"
dependencies = [
  { name = "b" },
  { name = "c" },
]
index = "https://packages.example/simple"
sdist = { name = "acme-1.0.tar.gz", path = "files/acme-1.0.tar.gz", size = 7, hashes = { sha256 = "${DIGEST}" } }
wheels = [
  { name = "acme-1.0-py2-none-any.whl", url = "https://files.example/acme-1.0-py2-none-any.whl", hashes = { sha256 = "${DIGEST}" } },
  { name = "acme-1.0-py3-none-any.whl", upload-time = 2025-01-25T11:30:10.164Z, url = "https://files.example/acme-1.0-py3-none-any.whl", size = 5, hashes = { sha256 = "${DIGEST}" } },
]
[[packages.attestation-identities]]
kind = "GitHub"
repository = "acme/acme"
workflow = "release.yml"
[[packages.attestation-identities]]
kind = "Google"
email = "a@b.example"

[[packages]]
name = "b"
archive = { url = "https://files.example/b.zip", size = 1, upload-time = 2025-01-01T00:00:00Z, hashes = { sha256 = "${DIGEST}" }, subdirectory = "sub" }

[[packages]]
name = "c"
vcs = { type = "git", url = "https://git.example/c", requested-revision = "main", commit-id = "abc", subdirectory = "s" }

[[packages]]
name = "d"
directory = { path = "d", editable = true, subdirectory = "s" }
`;

describe('formatPylock', () => {
  it('writes what was read, byte for byte', () => {
    expect(formatPylock(parsePylock(WRITTEN, { shown: 'x' }).lock)).toBe(WRITTEN);
  });

  it('writes the same whatever the order of what it is given', () => {
    const { lock } = parsePylock(WRITTEN, { shown: 'x' });
    const packages = lock.packages.toReversed().map((each) => ({
      ...each,
      dependencies: each.dependencies.toReversed(),
      identities: [...each.identities.toReversed(), ...each.identities],
      source:
        each.source.kind === 'release'
          ? { ...each.source, wheels: each.source.wheels.toReversed() }
          : each.source,
    }));
    expect(formatPylock({ ...lock, packages })).toBe(WRITTEN);
  });

  it('writes versions of one project in their order', () => {
    const entry = (version: string) =>
      `[[packages]]\nname = "a"\nversion = "${version}"\nmarker = "os_name == 'x'"\nsdist = { path = "a-${version}.zip", hashes = { md5 = "x" } }\n`;
    const text = `lock-version = "1.0"\ncreated-by = "x"\n${['1.10', '1.9'].map(entry).join('')}`;
    const written = formatPylock(parsePylock(text, { shown: 'x' }).lock);
    expect([...written.matchAll(/^version = "(.*)"$/gm)].map(([, version]) => version)).toEqual([
      '1.9',
      '1.10',
    ]);
  });

  it('writes a lock without packages', () => {
    const text = 'lock-version = "1.0"\ncreated-by = "x"\npackages = []\n';
    expect(formatPylock(parsePylock(text, { shown: 'x' }).lock)).toBe(text);
  });
});

describe('the words of TOML', () => {
  it('are read as what was written, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.string({ unit: 'binary', minLength: 1 }),
        (value, key) => {
          const { it: read } = parse(`it = ${tomlInline([[key, tomlText(value)]])}`);
          expect(read).toEqual({ [key]: value });
        },
      ),
    );
  });

  it('hold no half of a surrogate pair', () => {
    expect(tomlText('a\ud800b')).toBe('"a\ufffdb"');
  });

  it('write a moment in UTC', () => {
    expect(tomlMoment(new Date('2025-01-01T01:00:00+01:00'))).toBe('2025-01-01T00:00:00Z');
    expect(tomlMoment(new Date('2025-01-01T00:00:00.5Z'))).toBe('2025-01-01T00:00:00.500Z');
  });
});
