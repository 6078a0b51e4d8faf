import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeWheel, sha256Hex } from '../test/support/make-wheel.ts';
import type { IndexSettings } from './support/index-pages.ts';
import { type LocalIndex, startLocalIndex } from './support/local-index.ts';
import { codesOf, expectDone, expectOneScreen, filtered } from './support/output.ts';
import { makeSandbox } from './support/sandbox.ts';
import { SHOP, shopFile } from './support/shop.ts';
import { corruptStore } from './support/store.ts';
import { makeTestAuthority } from './support/test-authority.ts';
import { programsOf, type Tool } from './support/tools.ts';

let index: LocalIndex;
beforeAll(async () => {
  index = await startLocalIndex();
});
beforeEach(() => {
  index.reset();
  index.addAll(SHOP);
});
afterAll(() => index.close());

const TOOLS: readonly Tool[] = ['pip', 'uv', 'old-pip', 'old-uv'];

describe.each(TOOLS)('safe-install with %s', (installer) => {
  it('installs a package with what it needs, and says so in a few lines', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const result = await sandbox.run(['shop']);
    expectDone(result);
    expectOneScreen(result);
    expect(result.stdout).toBe('');
    expect(result.stderr).toMatch(/^0 attested, 2 unattested, 0 waived, 0 refused$/m);
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
    const shop = await sandbox.program(join(programsOf(sandbox.venv), 'shop'), []);
    expect(shop.stdout.trim()).toBe('open');
    expect(await readFile(join(sandbox.venv, 'share/shop/sign.txt'), 'utf8')).toBe('open\n');
    expect(await sandbox.leftovers()).toEqual([]);
  });

  it('is done at once, without a request, when all is there', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    expectDone(await sandbox.run(['install', 'shop[cards]']));
    expect(await sandbox.freeze()).toEqual(['cards==1.9', 'shop==2.0', 'till==1.6']);
    const before = await sandbox.snapshot();
    index.requests.length = 0;
    const again = await sandbox.run(['shop[cards]', 'till']);
    expectDone(again);
    expect(again.stderr).toMatch(/already/);
    expect(index.paths).toEqual([]);
    expect(await sandbox.changes(before)).toEqual([]);
  });

  it('upgrades what it is asked to, and keeps the rest', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    expectDone(await sandbox.run(['shop==1.0', 'till==1.5']));
    expectDone(await sandbox.run(['-U', 'shop']));
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.5']);
    expectDone(await sandbox.run(['-U', '--upgrade-strategy', 'eager', 'shop']));
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
  });

  it('reads requirements and constraints with their hashes', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const till = shopFile('till-1.5-py3-none-any.whl');
    const shop = shopFile('shop-2.0-py3-none-any.whl');
    await sandbox.write(
      'requirements.txt',
      `# what we sell with\nshop == 2.0 \\\n  --hash=sha256:${shop.sha256}\ntill==1.5 --hash=sha256:${till.sha256}\n`,
    );
    await sandbox.write('constraints.txt', 'till<1.6\n');
    expectDone(await sandbox.run(['-r', 'requirements.txt', '-c', 'constraints.txt']));
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.5']);
  });
});

describe('a plain run', () => {
  it.each(['pip', 'uv'] as const)('reads like this with %s', async (installer) => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    expect(filtered((await sandbox.run(['shop'])).stderr, sandbox)).toMatchSnapshot('first');
    expect(filtered((await sandbox.run(['shop'])).stderr, sandbox)).toMatchSnapshot('second');
  });
});

describe('an index', () => {
  it.each<[string, Partial<IndexSettings>]>([
    ['in HTML', { form: 'html' }],
    ['without core metadata, with ranges', { coreMetadata: 'none' }],
    ['without core metadata, without suffix ranges', { coreMetadata: 'none', ranges: 'no-suffix' }],
    ['without core metadata, without ranges', { coreMetadata: 'none', ranges: 'none' }],
    ['whose core metadata has no hash', { coreMetadata: 'without-hash' }],
    ['without sizes, validators or gzip', { pep700: false, etag: false, gzip: false }],
    ['that redirects to its files', { redirectFiles: true }],
    ['that takes a quarter of a second for each answer', { latency: 250 }],
  ])('%s gives the same answer', async (_reason, settings) => {
    Object.assign(index.settings, settings);
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await sandbox.run(['shop[cards]']));
    expect(await sandbox.freeze()).toEqual(['cards==1.9', 'shop==2.0', 'till==1.6']);
  });

  it('gets its credentials, and nobody else does', async () => {
    index.settings.credentials = { user: 'me', password: 'p@ss/word' };
    const sandbox = await makeSandbox({ installer: 'uv', index: index.urlWith('me', 'p@ss/word') });
    const result = await sandbox.run(['-vv', 'shop']);
    expectDone(result);
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
    expect(result.stderr).not.toContain('p@ss');
    expect(result.stderr).not.toContain('p%40ss');
  });

  it('is trusted over TLS by the authority that pip is told of, and by no other', async () => {
    const authority = makeTestAuthority();
    const secure = await startLocalIndex({}, authority);
    secure.addAll(SHOP);
    try {
      const sandbox = await makeSandbox({ installer: 'pip', index: secure.url });
      const pem = await sandbox.write('authority.pem', authority.authority);
      const distrusting = await sandbox.run(['--retries', '0', 'shop']);
      expect(distrusting.exitCode).toBe(3);
      expectOneScreen(distrusting);
      expectDone(await sandbox.run(['--cert', pem, 'shop']));
      expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
    } finally {
      await secure.close();
    }
  });

  it('of a mirror may be a folder or a page of files', async () => {
    const sandbox = await makeSandbox({ installer: 'uv' });
    for (const file of SHOP) await sandbox.write(file.filename, file.bytes);
    expectDone(await sandbox.run(['--no-index', '--find-links', sandbox.project, 'shop']));
    expect(await sandbox.freeze()).toEqual(['shop==2.0', 'till==1.6']);
  });

  it('does not offer what is yanked, unless it is pinned', async () => {
    index.add(makeWheel({ name: 'till', version: '1.6.1' }), { yanked: 'eats coins' });
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await sandbox.run(['till']));
    expect(await sandbox.freeze()).toEqual(['till==1.6']);
    const pinned = await sandbox.run(['till==1.6.1']);
    expectDone(pinned);
    expect(pinned.stderr).toMatch(/eats coins/);
    expect(await sandbox.freeze()).toEqual(['till==1.6.1']);
  });

  it.each([
    ['archived', 0, []],
    ['deprecated', 0, []],
    ['quarantined', 1, ['index.quarantined']],
  ])('says that a project is %s', async (status, exitCode, codes) => {
    index.project('till', { status, statusReason: 'because of the rain' });
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const result = await sandbox.run(['till']);
    expect([codesOf(result), result.exitCode], result.stderr).toEqual([codes, exitCode]);
    expect(result.stderr).toMatch(new RegExp(status));
    expect(result.stderr).toMatch(/because of the rain/);
  });
});

describe('a requirement', () => {
  it('may be a file or an address', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const shop = shopFile('shop-1.0-py3-none-any.whl');
    const till = shopFile('till-1.5-py3-none-any.whl');
    await sandbox.write(shop.filename, shop.bytes);
    const address = `till @ ${index.fileUrl(till)}#sha256=${till.sha256}`;
    expectDone(await sandbox.run([`./${shop.filename}`, address]));
    expect((await sandbox.freeze()).map((line) => line.split(/ ?[=@]/)[0])).toEqual(['shop', 'till']);
  });

  it('that only an sdist meets is refused where it cannot be built', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const before = await sandbox.snapshot();
    const result = await sandbox.run(['old']);
    expect([codesOf(result), result.exitCode], result.stderr).toEqual([['build.backend'], 1]);
    expect(result.stderr).toContain('a build was started');
    expect(await sandbox.changes(before)).toEqual([]);
  });

  it('takes pre-releases with --pre alone', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await sandbox.run(['till', '--pre']));
    expect(await sandbox.freeze()).toEqual(['till==2.0b1']);
  });

  it('brings nothing else with --no-deps', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await sandbox.run(['--no-deps', 'shop']));
    expect(await sandbox.freeze()).toEqual(['shop==2.0']);
  });
});

describe.each(['pip', 'uv'] as const)('an option of pip, with %s', (installer) => {
  it('--target puts the files into a folder', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const before = await sandbox.snapshot();
    expectDone(await sandbox.run(['--target', 'libs', 'shop']));
    expect(await sandbox.changes(before)).toEqual([]);
    const files = await readdir(join(sandbox.project, 'libs'));
    expect(files).toEqual(
      expect.arrayContaining(['shop', 'shop-2.0.dist-info', 'till', 'till-1.6.dist-info']),
    );
  });

  it('--quiet says nothing, and a refusal is said all the same', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    const quiet = await sandbox.run(['--quiet', 'shop']);
    expectDone(quiet);
    expect([quiet.stdout, quiet.stderr]).toEqual(['', '']);
    const refused = await sandbox.run(['--quiet', 'no-such-thing']);
    expect([codesOf(refused), refused.exitCode]).toEqual([['resolve.unknown-package'], 4]);
  });

  it('--force-reinstall writes again what is there', async () => {
    const sandbox = await makeSandbox({ installer, index: index.url });
    expectDone(await sandbox.run(['till']));
    const damaged = join(await sandbox.sitePackages(), 'till/__init__.py');
    await writeFile(damaged, 'broken');
    expectDone(await sandbox.run(['--force-reinstall', 'till']));
    expect(await readFile(damaged, 'utf8')).toBe('VERSION = "1.6"\n');
  });
});

describe('the cache', () => {
  it('saves every download of a second environment', async () => {
    const first = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await first.run(['shop']));
    expect(index.paths.filter((path) => path.endsWith('.whl'))).toHaveLength(2);
    index.requests.length = 0;
    const second = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await second.run(['shop'], { env: { SAFE_INSTALL_CACHE_DIR: first.cache } }));
    expect(index.paths.filter((path) => path.endsWith('.whl'))).toEqual([]);
    expect(await second.freeze()).toEqual(['shop==2.0', 'till==1.6']);
  });

  it('is not believed when a byte of it has changed', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await sandbox.run(['till']));
    expect(await corruptStore(sandbox.cache)).toBe(1);
    const second = await makeSandbox({ installer: 'uv', index: index.url });
    const result = await second.run(['till'], { env: { SAFE_INSTALL_CACHE_DIR: sandbox.cache } });
    expect([0, 1]).toContain(result.exitCode);
    const installed = join(await second.sitePackages(), 'till/__init__.py');
    if (result.exitCode === 0) expect(await readFile(installed, 'utf8')).toBe('VERSION = "1.6"\n');
  });

  it('tells where it is and how much is in it, and is emptied', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    expectDone(await sandbox.run(['till']));
    const dir = await sandbox.run(['cache', 'dir']);
    expect(dir.stdout.trim()).toBe(sandbox.cache);
    expectDone(await sandbox.run(['cache', 'info']));
    expectDone(await sandbox.run(['cache', 'clear']));
    const files = [...(await sandbox.storeSnapshot())].filter(([, state]) => state !== 'folder');
    expect(files.map(([path]) => path)).toEqual([]);
  });
});

describe('download', () => {
  it('puts the checked files into a folder and installs nothing', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const before = await sandbox.snapshot();
    expectDone(await sandbox.run(['download', '-d', 'wheels', 'shop']));
    expect(await sandbox.changes(before)).toEqual([]);
    for (const name of ['shop-2.0-py3-none-any.whl', 'till-1.6-py3-none-any.whl']) {
      const bytes = await readFile(join(sandbox.project, 'wheels', name));
      expect(sha256Hex(bytes)).toBe(shopFile(name).sha256);
    }
  });
});

describe('verify', () => {
  it('says yes to a good file and no to a bad one', async () => {
    const sandbox = await makeSandbox({ installer: 'uv', index: index.url });
    const bad = makeWheel({ name: 'till', version: '1.6', record: (lines) => lines.slice(1) });
    const good = shopFile('till-1.5-py3-none-any.whl');
    await sandbox.write(bad.filename, bad.bytes);
    await sandbox.write(good.filename, good.bytes);
    expectDone(await sandbox.run(['verify', good.filename]));
    const refused = await sandbox.run(['verify', bad.filename]);
    expect([codesOf(refused), refused.exitCode], refused.stderr).toEqual([['record.unlisted'], 1]);
    expectOneScreen(refused);
  });
});
