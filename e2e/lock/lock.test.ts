import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { acmeSdist, projectFiles } from '../../test/build/backends.ts';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { AttestedShop, attestedShop } from '../support/attested-index.ts';
import { expectDone, filtered } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

const WIDGET = { name: 'widget', version: '1.0', requires: ['gadget>=1', 'tent; sys_platform == "none"'] };
const GADGET = { name: 'gadget', version: '1.0', requires: ['plain; python_version >= "3"'] };

/** `widget` of one publisher needs `gadget` of another, which needs `plain` of nobody. */
async function fill(shop: AttestedShop): Promise<void> {
  await shop.publish(WIDGET);
  await shop.publish(GADGET, { publisher: 'gitlab-environment' });
  shop.index.add(makeWheel({ name: 'plain', version: '1.0' }));
}

const lockText = (shop: AttestedShop): Promise<string> =>
  readFile(join(shop.sandbox.project, 'pylock.toml'), 'utf8');

/** Fills the index and locks `widget`. @returns the text of the lock. */
async function locked(shop: AttestedShop): Promise<string> {
  await fill(shop);
  expectDone(await shop.sandbox.run(['lock', 'widget']));
  return await lockText(shop);
}

const lineOf = (text: string, part: string): number => {
  const at = text.split('\n').findIndex((line) => line.includes(part));
  if (at < 0) throw new RangeError(`there is no line with ${part}`);
  return at + 1;
};

const counts = (stderr: string): string | undefined => stderr.match(/^\d+ attested.*$/m)?.[0];

describe('safe-install lock', () => {
  it('writes what it has verified, and the same bytes each time', async () => {
    const { shop } = suite;
    const text = await locked(shop);
    const shown = filtered(text, shop.sandbox)
      .replaceAll(/[0-9a-f]{64}/g, '[SHA256]')
      .replaceAll(/size = \d+/g, 'size = [SIZE]');
    expect(shown).toMatchSnapshot();
    expectDone(await shop.sandbox.run(['lock', 'widget']));
    expect(await lockText(shop)).toBe(text);
    const toStdout = await shop.sandbox.run(['lock', '-o', '-', 'widget']);
    expect(toStdout.stdout).toBe(text);
  });

  it('remembers nobody: the lock does', async () => {
    const { shop } = suite;
    await locked(shop);
    await expect(readFile(join(shop.stateFolder, 'trust-state.json'))).rejects.toThrow('ENOENT');
  });

  it('keeps the versions that are locked, and takes newer ones with -U', async () => {
    const { shop } = suite;
    const text = await locked(shop);
    await shop.publish({ ...GADGET, version: '1.1' }, { publisher: 'gitlab-environment' });
    expectDone(await shop.sandbox.run(['lock', 'widget']));
    expect(await lockText(shop)).toBe(text);
    expectDone(await shop.sandbox.run(['lock', '-U', 'widget']));
    expect(await lockText(shop)).toContain('gadget-1.1-py3-none-any.whl');
  });

  it('holds a newer release to the publisher of the one that is locked, and leaves the lock as it is', async () => {
    const { shop } = suite;
    const text = await locked(shop);
    await shop.publish({ ...GADGET, version: '1.1' }, { publisher: 'google' });
    const refusal = await expectRefusal(shop.sandbox, ['lock', '-U', 'widget'], {
      codes: ['identity.issuer'],
      exitCode: 1,
    });
    expect(refusal.stderr).toContain(`pylock.toml:${lineOf(text, 'attestation-identities')}`);
    expect(await lockText(shop)).toBe(text);
  });

  it('writes over no file that is no lock, and nothing on a dry run', async () => {
    const { shop } = suite;
    await fill(shop);
    await shop.sandbox.write('pylock.toml', 'dear diary');
    await expectRefusal(shop.sandbox, ['lock', 'plain'], { codes: ['lock.syntax'], exitCode: 2 });
    expect(await lockText(shop)).toBe('dear diary');
    expectDone(await shop.sandbox.run(['lock', '--dry-run', '-o', 'pylock.dry.toml', 'plain']));
    await expect(readFile(join(shop.sandbox.project, 'pylock.dry.toml'))).rejects.toThrow('ENOENT');
  });

  it('tells a project of the user by its folder, and what it needs as everything else', async () => {
    const { shop } = suite;
    await fill(shop);
    const files = projectFiles('REQUIRES = "Requires-Dist: widget\\n"');
    await mkdir(join(shop.sandbox.project, 'mine', 'acme'), { recursive: true });
    for (const [name, text] of Object.entries(files)) await shop.sandbox.write(join('mine', name), text);
    expectDone(await shop.sandbox.run(['lock', './mine']));
    const text = await lockText(shop);
    expect(text).toContain(
      'name = "acme"\ndependencies = [\n  { name = "widget" },\n]\ndirectory = { path = "mine" }',
    );
    expect(text).toContain('widget-1.0-py3-none-any.whl');
    const planned = await shop.sandbox.run(['-r', 'pylock.toml', '--dry-run']);
    expectDone(planned);
    expect(planned.stderr).toContain('Would install acme-1.0 gadget-1.0 plain-1.0 widget-1.0');
  });

  it('needs to be told where -o goes to', async () => {
    await expectRefusal(suite.shop.sandbox, ['lock', 'plain', '-o'], {
      codes: ['usage.option'],
      exitCode: 2,
    });
  });
});

describe('an install from a lock', () => {
  it('takes the same files with the same verdicts, offline', async () => {
    const { shop } = suite;
    await fill(shop);
    const written = await shop.sandbox.run(['lock', 'widget']);
    shop.index.requests.length = 0;
    const installed = await shop.sandbox.run([
      '-r',
      'pylock.toml',
      '--offline',
      '--dry-run',
      '--report',
      '-',
      '-q',
    ]);
    expectDone(installed);
    const report = JSON.parse(installed.stdout) as {
      install: { download_info: { archive_info: { hash: string } } }[];
    };
    const digests = report.install.map(({ download_info }) =>
      download_info.archive_info.hash.replace('sha256=', ''),
    );
    const text = await lockText(shop);
    expect(digests.length).toBe(3);
    expect(digests.filter((digest) => text.includes(digest))).toEqual(digests);
    expect(shop.index.requests).toEqual([]);
    const told = await shop.sandbox.run(['-r', 'pylock.toml', '--offline', '--dry-run']);
    expect([counts(written.stderr), counts(told.stderr)]).toEqual(
      Array(2).fill('2 attested, 1 unattested, 0 waived, 0 refused'),
    );
  });

  it('follows no dependency, and resolves nothing', async () => {
    const { shop } = suite;
    const text = await locked(shop);
    await shop.publish({ ...GADGET, version: '1.1' }, { publisher: 'gitlab-environment' });
    const [head = '', , , widget = ''] = text.split(/\n(?=\[\[packages\]\])/);
    expect(widget).toContain('name = "widget"');
    await shop.sandbox.write('pylock.toml', `${head}\n${widget}`);
    const result = await shop.sandbox.run(['-r', 'pylock.toml', '--dry-run']);
    expectDone(result);
    expect(result.stderr).toContain('Would install widget-1.0');
    expect(shop.index.paths.filter((path) => path.startsWith('/simple/plain'))).toHaveLength(1); // by `lock`
  });

  it('does not accept that provenance is gone', async () => {
    const { shop } = suite;
    await locked(shop);
    shop.index.reset();
    for (const wheel of [WIDGET, GADGET, { name: 'plain', version: '1.0' }]) shop.index.add(makeWheel(wheel));
    await expectRefusal(shop.sandbox, ['-r', 'pylock.toml'], {
      codes: ['provenance.lost', 'provenance.lost'],
      exitCode: 1,
    });
  });

  it('is refused where the bytes are others than those of the lock, and the line is named', async () => {
    const { shop } = suite;
    const text = await locked(shop);
    await shop.clear();
    await shop.sandbox.write('pylock.toml', text);
    await shop.publish(WIDGET);
    await shop.publish(GADGET, { publisher: 'gitlab-environment' });
    const { sha256, bytes } = makeWheel({ name: 'plain', version: '1.0' });
    const other = makeWheel({ name: 'plain', version: '1.0', files: { 'plain/evil.py': '' } });
    shop.index.add(other, { sha256, size: bytes.length });
    const refusal = await expectRefusal(shop.sandbox, ['-r', 'pylock.toml'], {
      codes: [expect.stringMatching(/^hash\.(?:size|mismatch)$/)],
      exitCode: 1,
    });
    expect(refusal.stderr).toContain(`pylock.toml:${lineOf(text, 'plain-1.0-py3')}`);
  });

  it('builds a source distribution that is locked, and only once it is verified', async () => {
    const { shop } = suite;
    const source = acmeSdist();
    await shop.serve(source);
    expectDone(await shop.sandbox.run(['lock', 'acme']));
    expect(await lockText(shop)).toContain('sdist = { name = "acme-1.0.tar.gz"');
    const result = await shop.sandbox.run(['-r', 'pylock.toml', '--offline', '-t', 'target']);
    expectDone(result);
    expect(counts(result.stderr)).toBe('1 attested, 0 unattested, 0 waived, 0 refused');
  });

  it('is no place for a policy to be overruled', async () => {
    const { shop } = suite;
    await locked(shop);
    await shop.policy('[[index]]\nurl = "https://packages.example/simple"\npackages = ["widget"]\n');
    const refusal = await expectRefusal(shop.sandbox, ['-r', 'pylock.toml'], {
      codes: ['lock.index'],
      exitCode: 1,
    });
    expect(refusal.stderr).toContain('safe-install.toml:');
  });

  it('is not for another Python or platform', async () => {
    const { shop } = suite;
    await locked(shop);
    await expectRefusal(
      shop.sandbox,
      ['-r', 'pylock.toml', '--python-version', '3.9', '--no-deps', '-t', 'x'],
      {
        codes: ['usage.option'],
        exitCode: 2,
      },
    );
  });

  it('demands digests of what stands beside it, as pip does', async () => {
    const { shop } = suite;
    await locked(shop);
    shop.index.add(makeWheel({ name: 'other', version: '1.0' }));
    await expectRefusal(shop.sandbox, ['-r', 'pylock.toml', 'other'], {
      codes: ['resolve.hash-required'],
      exitCode: 1,
    });
  });

  it('selects extras and groups of the lock', async () => {
    const { shop } = suite;
    const text = await locked(shop);
    const selected = text
      .replace('created-by', 'extras = ["more"]\ndependency-groups = ["docs"]\ncreated-by')
      .replace('[[packages]]\nname = "plain"', `[[packages]]\nname = "plain"\nmarker = '"more" in extras'`)
      .replace(
        '[[packages]]\nname = "gadget"',
        `[[packages]]\nname = "gadget"\nmarker = '"docs" in dependency_groups'`,
      );
    await shop.sandbox.write('pylock.toml', selected);
    const planOf = async (...args: string[]) => {
      const result = await shop.sandbox.run([...args, '--dry-run']);
      expectDone(result);
      return result.stderr.match(/Would install (.*)/)?.[1];
    };
    expect([
      await planOf('-r', 'pylock.toml'),
      await planOf('-r', 'pylock.toml[more]'),
      await planOf('-r', 'pylock.toml', '--group', 'pylock.toml:docs'),
    ]).toEqual(['widget-1.0', 'plain-1.0 widget-1.0', 'gadget-1.0 widget-1.0']);
    await expectRefusal(shop.sandbox, ['-r', 'pylock.toml[none]'], {
      codes: ['lock.selection'],
      exitCode: 2,
    });
  });
});

describe('a lock that somebody has changed', () => {
  let shop: AttestedShop | undefined;
  let text = '';
  beforeAll(async () => {
    shop = await AttestedShop.open();
    text = await locked(shop);
  });
  afterAll(async () => await shop?.close());

  it.each<readonly [string, (text: string) => string, string, string, number]>([
    [
      'another workflow',
      (lock) => lock.replace('workflow = "release.yml"', 'workflow = "evil.yml"'),
      'identity.workflow',
      '"GitHub"',
      1,
    ],
    [
      'a publisher of what has none',
      (lock) =>
        lock.replace(
          '[[packages]]\nname = "widget"',
          '[[packages.attestation-identities]]\nkind = "Google"\nemail = "a@b.example"\n\n[[packages]]\nname = "widget"',
        ),
      'provenance.lost',
      '"Google"',
      1,
    ],
    [
      'another digest',
      (lock) => lock.replace(/(plain-1.0-py3.*sha256 = ")[0-9a-f]{4}/, '$10000'),
      'hash.mismatch',
      'plain-1.0-py3',
      1,
    ],
    [
      'another size',
      (lock) => lock.replace(/(plain-1.0-py3.*size = )\d+/, '$17'),
      'hash.size',
      'plain-1.0-py3',
      1,
    ],
    [
      'another address',
      (lock) => lock.replace('/files/widget/', '/storage/widget/'),
      'lock.url',
      'widget-1.0-py3',
      1,
    ],
    [
      'another index',
      (lock) => lock.replace(/(name = "widget".*?index = "[^"]*)\/simple\//s, '$1/other/'),
      'lock.index',
      '/other/',
      1,
    ],
    [
      'another environment',
      (lock) => lock.replace(/^environments = .*$/m, `environments = ['sys_platform == "none"']`),
      'lock.environment',
      'environments',
      4,
    ],
  ])('to name %s is refused, and the line is named', async (_reason, alter, code, part, exitCode) => {
    if (shop === undefined) throw new Error('the suite has not been set up');
    const altered = alter(text);
    expect(altered).not.toBe(text);
    await shop.sandbox.write('pylock.toml', altered);
    const refusal = await expectRefusal(shop.sandbox, ['-r', 'pylock.toml'], { codes: [code], exitCode });
    // a publisher is told by the head of its table
    const line =
      lineOf(altered, part) - (code.startsWith('identity') || code.startsWith('provenance') ? 1 : 0);
    expect(refusal.stderr).toContain(`pylock.toml:${line}`);
  });
});
