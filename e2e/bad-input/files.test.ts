import { describe, expect, it } from 'vitest';
import { makeWheel, recordLine, type WheelOptions } from '../../test/support/make-wheel.ts';
import type { FileClaims } from '../support/index-content.ts';
import type { Fault } from '../support/index-faults.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';

const shared = shareIndexAndSandbox([]);

const acme = makeWheel({ name: 'acme', version: '1.0', files: { 'acme/x.py': 'x = 1\n'.repeat(5_000) } });
const honest = makeWheel({ name: 'acme', version: '1.0', requires: ['idna'] });

describe('a download that', () => {
  it.each<[string, Fault, string, number]>([
    ['has other bytes than the index says', { kind: 'wrong-bytes' }, 'hash.mismatch', 1],
    ['breaks off each time', { kind: 'truncated', bytes: 100 }, 'network.truncated', 3],
    ['is reset each time', { kind: 'reset', bytes: 100 }, 'network.truncated', 3],
    ['is gone', { kind: 'status', status: 404 }, 'index.file-missing', 3],
    ['is forbidden', { kind: 'status', status: 403 }, 'index.unauthorized', 3],
    ['never ends', { kind: 'endless' }, 'hash.size', 1],
    [
      'is a page for people',
      { kind: 'body', contentType: 'text/html', body: '<p>Sign in' },
      'hash.truncated',
      3,
    ],
  ])('%s is refused', async (_reason, fault, code, exitCode) => {
    shared.index.add(acme);
    shared.index.faults.add({ path: /\.whl$/, fault });
    await expectRefusal(shared.sandbox, ['--retries', '1', 'acme'], { codes: [code], exitCode });
  });

  it('drips slower than any network is given up', async () => {
    shared.index.add(acme);
    shared.index.faults.add({ path: /\.whl$/, fault: { kind: 'drip', bytesPerSecond: 10 } });
    await expectRefusal(shared.sandbox, ['--retries', '0', '--timeout', '2', 'acme'], {
      codes: ['network.slow'],
      exitCode: 3,
    });
  });

  it.each<[string, Fault]>([
    ['breaks off once', { kind: 'truncated', bytes: 100 }],
    ['is reset once', { kind: 'reset', bytes: 100 }],
  ])('%s is taken up where it ended', async (_reason, fault) => {
    shared.index.add(acme);
    shared.index.faults.add({ path: /\.whl$/, fault, times: 1 });
    expectDone(await shared.sandbox.run(['download', '-d', 'wheels', 'acme']));
    const ranges = shared.index.requests.filter((request) => request.path.endsWith('.whl'));
    expect(ranges.map((request) => request.range)).toEqual([
      null,
      expect.stringMatching(/^bytes=[1-9]\d*-$/),
    ]);
  });
});

describe('an index that claims', () => {
  it.each<[string, FileClaims, string, number]>([
    ['another sha256', { sha256: 'a'.repeat(64) }, 'hash.mismatch', 1],
    ['no sha256', { sha256: null }, 'hash.missing', 1],
    ['md5 alone', { sha256: null, otherHashes: { md5: 'a'.repeat(32) } }, 'hash.missing', 1],
    ['a smaller size', { size: 100 }, 'hash.size', 1],
    ['a larger size', { size: 1_000_000 }, 'hash.size', 1],
    ['another METADATA than the one of the wheel', { metadata: acme.metadata }, 'metadata.mismatch', 1],
    ['another digest of METADATA', { metadataSha256: 'b'.repeat(64) }, 'metadata.mismatch', 1],
    ['a METADATA that is none', { metadata: 'Hello\n' }, 'metadata.malformed', 1],
  ])('%s is refused', async (_reason, claims, code, exitCode) => {
    shared.index.add(makeWheel({ name: 'idna' })).add(honest, claims);
    await expectRefusal(shared.sandbox, ['acme'], { codes: [code], exitCode });
  });

  it('no sha256 is believed when the user gives one, and not when it is another', async () => {
    shared.index.add(acme, { sha256: null });
    await shared.sandbox.write('good.txt', `acme==1.0 --hash=sha256:${acme.sha256}\n`);
    expectDone(await shared.sandbox.run(['download', '-d', 'wheels', '-r', 'good.txt']));
    await shared.sandbox.write('bad.txt', `acme==1.0 --hash=sha256:${'c'.repeat(64)}\n`);
    await expectRefusal(shared.sandbox, ['-r', 'bad.txt'], { codes: ['hash.mismatch'], exitCode: 1 });
  });
});

const replaced = (from: RegExp, to: string) => (lines: readonly string[]) =>
  lines.map((line) => line.replace(from, to));
const MD5_OF_NOTHING = '1B2M2Y8AsgTpgAmY7PhCfg';

describe('a RECORD', () => {
  it.each<[string, null | NonNullable<WheelOptions['record']>, string]>([
    ['that does not list a file', (lines) => lines.slice(1), 'record.unlisted'],
    [
      'that lists a file which is not there',
      (lines) => [...lines, recordLine('acme/gone.py', '')],
      'record.missing',
    ],
    [
      'with the digest of other bytes',
      replaced(/^(acme\/.*sha256=)[^,]+/, `$1${'A'.repeat(43)}`),
      'record.hash-mismatch',
    ],
    ['with another size', replaced(/^(acme\/.*,)\d+$/, '$19999'), 'record.size-mismatch'],
    ['that lists a file twice', (lines) => [lines[0] ?? '', ...lines], 'record.duplicate'],
    ['with md5', replaced(/^(acme\/[^,]*,)sha256=[^,]+/, `$1md5=${MD5_OF_NOTHING}`), 'record.weak-hash'],
    ['without a digest', replaced(/^(acme\/[^,]*,)sha256=[^,]+,\d+/, '$1,'), 'record.hash-missing'],
    ['that is no table', () => ['hello'], 'record.malformed'],
    ['that is absent', null, 'record.absent'],
  ])('%s is refused', async (_reason, record, code) => {
    const wheel = makeWheel({ name: 'acme', version: '1.0', record });
    shared.index.add(wheel);
    await expectRefusal(shared.sandbox, ['acme'], { codes: [code], exitCode: 1 });
  });
});

describe('two wheels with faults', () => {
  it('are refused together', async () => {
    shared.index.add(makeWheel({ name: 'acme', requires: ['idna'], record: (lines) => lines.slice(1) }));
    shared.index.add(makeWheel({ name: 'idna' }), { size: 1 });
    const codes = ['hash.size', 'record.unlisted'];
    const before = await shared.sandbox.snapshot();
    const result = await shared.sandbox.run(['acme']);
    for (const code of codes) expect(result.stderr).toContain(`error[${code}]`);
    expect(result.stderr).toMatch(/2 refused$/m);
    expect(await shared.sandbox.changes(before)).toEqual([]);
  });
});
