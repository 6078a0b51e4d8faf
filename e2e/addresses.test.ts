import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeSdist } from '../test/support/make-sdist.ts';
import { makeWheel, sha256Hex } from '../test/support/make-wheel.ts';
import { plainly, putProject, rememberedOf } from './build/beside.ts';
import { PACKING, packedProject, packedSdist } from './build/packages.ts';
import { type LocalIndex, startLocalIndex } from './support/local-index.ts';
import { expectDone } from './support/output.ts';
import { expectRefusal } from './support/refusal.ts';
import { makeSandbox, Sandbox } from './support/sandbox.ts';

/** A file that is named by its own address, of which nobody states the sha256. */
const ACME = makeWheel({ name: 'acme', version: '1.0', requires: ['till'] });
const TILL = makeWheel({ name: 'till', version: '1.5' });
const DIGEST = sha256Hex(ACME.bytes);

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll([...PACKING, ACME, TILL]);
});
afterAll(() => index.close());

const addressOf = (filename: string): string => `${index.origin}/files/${filename.split('-')[0]}/${filename}`;
const url = (): string => addressOf(ACME.filename);
const timesAsked = (): number => index.paths.filter((path) => path.endsWith(ACME.filename)).length;

describe.each(['pip', 'uv'] as const)('an address without a digest, with %s', (installer) => {
  it('is fetched once, checked, told, and remembered as plainly', async () => {
    const [sandbox, plain] = await Promise.all([
      makeSandbox({ installer, index: index.url }),
      makeSandbox({ installer, index: index.url }),
    ]);
    const result = await sandbox.run([url()]);
    expectDone(result);
    expect(timesAsked()).toBe(1);
    expect(result.stderr).toContain(`sha256:${DIGEST}`);
    expect(result.stderr).toMatch(/^warning\[source\.unverifiable\]: /m);
    expect(result.stderr).toContain('1 of 2 files is unverifiable, named by its address alone: acme');
    expect(result.stderr).toContain('0 attested, 2 unattested (1 unverifiable), 0 waived, 0 refused');
    expect((await plainly(plain, [url()])).exitCode).toBe(0);
    expect(await rememberedOf(sandbox)).toEqual(await rememberedOf(plain));
  });
});

describe('an address without a digest', () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await Sandbox.make({ installer: 'uv', index: index.url });
  });
  beforeEach(() => sandbox.clear());
  afterAll(() => sandbox.remove());

  const unverifiable = {
    kind: 'unattested',
    allowed_by: 'provenance = "no-downgrade" (built-in)',
    source: 'unverifiable',
  };

  it('is told in every report, and by -v', async () => {
    const report = async (format: string): Promise<string> =>
      (await sandbox.run(['--dry-run', url(), '--report', '-', '--report-format', format])).stdout;
    const { install, safe_install: run } = JSON.parse(await report('json'));
    const entry = install.find(({ is_direct: isDirect }: { is_direct: boolean }) => isDirect);
    expect(entry).toMatchObject({
      download_info: { archive_info: { hashes: { sha256: DIGEST } } },
      safe_install: { evidence: unverifiable, warnings: [{ code: 'source.unverifiable' }] },
    });
    expect(run.counts).toMatchObject({ unattested: 2, unverifiable: 1 });
    const sarif = JSON.parse(await report('sarif'));
    expect(sarif.runs[0].results).toMatchObject([{ ruleId: 'source.unverifiable', level: 'warning' }]);
    for (const format of ['markdown', 'html']) {
      const text = await report(format);
      expect(text).toContain('unverifiable');
      expect(text).toContain(DIGEST);
    }
    const { stderr } = await sandbox.run(['--dry-run', '-v', url()]);
    expect(stderr).toMatch(/acme 1\.0 +unattested \(unverifiable\): /);
  });

  it.each<[string, readonly string[]]>([
    ['warning', []],
    ['error', ['--provenance', 'required']],
  ])('is told at the line of the file that asks for it, as %s', async (level, options) => {
    await sandbox.write('requirements.txt', `# what we need\ntill\nacme @ ${url()}\n`);
    const words = ['--dry-run', ...options, '-r', 'requirements.txt', '--report', '-'];
    const { stdout } = await sandbox.run([...words, '--report-format', 'sarif']);
    const { results } = JSON.parse(stdout).runs[0];
    const told = results.find(({ ruleId }: { ruleId: string }) => ruleId === 'source.unverifiable');
    expect(told).toMatchObject({
      level,
      locations: [
        {
          physicalLocation: { artifactLocation: { uri: 'requirements.txt' }, region: { startLine: 3 } },
        },
      ],
    });
  });

  it('is told by explain, and is locked with the digest that was found', async () => {
    const { stdout } = await sandbox.run(['explain', url()]);
    expect(stdout).toContain('unattested (unverifiable), so nothing proves who built it');
    expect(stdout).toMatch(/that this is what was meant: nothing was known of it but its\s+address/);
    expectDone(await sandbox.run(['lock', url()]));
    expect(await readFile(join(sandbox.project, 'pylock.toml'), 'utf8')).toContain(DIGEST);
    index.faults.add({ path: /acme-1\.0-py3-none-any\.whl$/, fault: { kind: 'wrong-bytes' } });
    await expectRefusal(sandbox, ['-r', 'pylock.toml', '--no-cache-dir'], {
      codes: ['hash.mismatch'],
      exitCode: 1,
    });
  });

  it.each<[string, () => readonly string[]]>([
    ['behind it', () => [`${url()}#sha256=${DIGEST}`]],
    ['by a line of a file', () => ['-r', 'requirements.txt']],
  ])(
    'is none once its digest is stated %s, also where hashes are demanded of all',
    async (_reason, words) => {
      await sandbox.write('requirements.txt', `acme @ ${url()} --hash=sha256:${DIGEST}\n`);
      const result = await sandbox.run(['--dry-run', '--require-hashes', '--no-deps', ...words()]);
      expectDone(result);
      expect(result.stderr).not.toContain('unverifiable');
    },
  );

  it.each<[string, readonly string[], string]>([
    ['with --ci', ['--ci'], 'source.unverifiable'],
    ['with --provenance required', ['--provenance', 'required'], 'source.unverifiable'],
    ['where a rule requires provenance of it', ['--policy', 'rule.toml'], 'source.unverifiable'],
    ['with --require-hashes', ['--require-hashes', '--no-deps'], 'hash.missing'],
  ])('is refused %s, and its digest is told', async (_reason, options, code) => {
    await sandbox.write('rule.toml', 'version = 1\n[[rule]]\npackages = ["acme"]\nprovenance = "required"\n');
    index.add(makeWheel({ name: 'lonely' }));
    const filename = 'lonely-1.0-py3-none-any.whl';
    const words = options.includes('rule.toml') ? url() : addressOf(filename);
    const result = await expectRefusal(sandbox, [...options, words], { codes: [code], exitCode: 1 });
    expect(result.stderr).toMatch(/sha256:[0-9a-f]{64}/);
  });

  it('is taken where a rule gives up the demand for its name', async () => {
    await sandbox.write(
      'rule.toml',
      'version = 1\nprovenance = "required"\n[[rule]]\npackages = ["acme", "till"]\nprovenance = "off"\n',
    );
    const result = await sandbox.run(['--dry-run', '--policy', 'rule.toml', url()]);
    expectDone(result);
    expect(result.stderr).toContain('(1 unverifiable)');
  });

  it.each<[string, Parameters<typeof makeWheel>[0], string]>([
    [
      'a wheel whose RECORD leaves a file out',
      { name: 'acme', record: (lines) => lines.slice(1) },
      'record.unlisted',
    ],
    [
      'a wheel of another name',
      { name: 'acme', metadataText: 'Metadata-Version: 2.1\nName: evil\nVersion: 1.0\n' },
      'resolve.no-version',
    ],
  ])('gets every check: %s is refused', async (_reason, options, code) => {
    index.reset();
    index.add(makeWheel(options));
    const exitCode = code.startsWith('resolve') ? 4 : 1;
    await expectRefusal(sandbox, [url()], { codes: [code], exitCode });
  });

  it('is refused where a package asks for it, and taken where the user does beside it', async () => {
    index.add(makeWheel({ name: 'pulls', requires: [`acme @ ${url()}`] }));
    await expectRefusal(sandbox, ['pulls'], { codes: ['source.unverifiable'], exitCode: 1 });
    expect(timesAsked()).toBe(0);
    expectDone(await sandbox.run(['--dry-run', 'pulls', `acme @ ${url()}`]));
    index.add(makeWheel({ name: 'pins', requires: [`acme @ ${url()}#sha256=${DIGEST}`] }));
    expectDone(await sandbox.run(['--dry-run', 'pins']));
  });

  it('may be needed by a project of the user, and by its build', async () => {
    await putProject(sandbox, '.', {
      ...packedProject('mine', '1.0', [`acme @ ${url()}`]),
      'pyproject.toml': `[build-system]\nrequires = ["packing @ ${addressOf('packing-1.0-py3-none-any.whl')}"]\nbuild-backend = "packing"\n`,
    });
    const result = await sandbox.run(['.']);
    expectDone(result);
    expect(result.stderr).toMatch(/^warning: packing-1\.0-py3-none-any\.whl: nothing but its address says/m);
    expect(result.stderr.match(/^warning\[source\.unverifiable\]/gm)).toHaveLength(1);
  });

  it.each<[string, string, readonly string[], string]>([
    ['without a digest', '', ['needy'], 'source.unverifiable'],
    ['with a wrong one', `#sha256=${'0'.repeat(64)}`, ['needy'], 'hash.mismatch'],
  ])('is refused where the build of a package needs it %s', async (_reason, fragment, words, code) => {
    const address = `${addressOf('packing-1.0-py3-none-any.whl')}${fragment}`;
    const pyproject = `[build-system]\nrequires = ["packing @ ${address}"]\nbuild-backend = "packing"\n`;
    const files = { ...packedProject('needy', '1.0'), 'pyproject.toml': pyproject };
    index.add(makeSdist({ name: 'needy', version: '1.0', metadataVersion: '2.1', files }));
    const result = await expectRefusal(sandbox, words, { codes: [code], exitCode: 1 });
    expect(result.stderr).toContain('needy-1.0.tar.gz');
  });

  it('may be one of a source distribution, which is built and told as such', async () => {
    index.add(packedSdist('source', '1.0'));
    const result = await sandbox.run([addressOf('source-1.0.tar.gz')]);
    expectDone(result);
    expect(result.stderr).toMatch(/^Built here, unverifiable: source-1\.0 from source-1\.0\.tar\.gz$/m);
    await expectRefusal(sandbox, ['--ci', '--force-reinstall', addressOf('source-1.0.tar.gz')], {
      codes: ['source.unverifiable'],
      exitCode: 1,
    });
  });
});
