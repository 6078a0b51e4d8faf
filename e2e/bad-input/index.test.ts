import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import type { Fault } from '../support/index-faults.ts';
import { JSON_TYPE } from '../support/index-pages.ts';
import { startLocalIndex } from '../support/local-index.ts';
import { expectDone, STACK } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { SHOP } from '../support/shop.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';

const shared = shareIndexAndSandbox(SHOP);

const MIB = 1024 * 1024;

describe('an index that', () => {
  it.each<[string, Fault, string, number]>([
    ['answers 401', { kind: 'status', status: 401 }, 'index.unauthorized', 3],
    ['answers 403', { kind: 'status', status: 403 }, 'index.unauthorized', 3],
    ['answers 404', { kind: 'status', status: 404 }, 'resolve.unknown-package', 4],
    ['answers 500', { kind: 'status', status: 500 }, 'index.unavailable', 3],
    [
      'answers 503 and says when to come back',
      { kind: 'status', status: 503, retryAfter: '0' },
      'index.unavailable',
      3,
    ],
    ['never ends its page', { kind: 'endless' }, 'network.too-large', 3],
    ['sends a JSON page of 200 MB', { kind: 'huge-json', bytes: 200 * MIB }, 'network.too-large', 3],
    ['resets the connection', { kind: 'reset' }, 'network.unreachable', 3],
    ['breaks off its page', { kind: 'truncated', bytes: 100 }, 'network.truncated', 3],
    ['redirects for ever', { kind: 'redirect', location: '/simple/shop/' }, 'network.redirect', 3],
    [
      'says JSON and sends HTML',
      { kind: 'body', contentType: JSON_TYPE, body: '<!DOCTYPE html><p>Please sign in' },
      'index.malformed',
      3,
    ],
    [
      'sends a page for people where a listing was expected',
      { kind: 'body', contentType: 'text/plain', body: 'Welcome' },
      'index.content-type',
      3,
    ],
    [
      'speaks version 2.0',
      {
        kind: 'body',
        contentType: JSON_TYPE,
        body: '{"meta":{"api-version":"2.0"},"name":"shop","files":[]}',
      },
      'index.api-version',
      3,
    ],
    [
      'sends JSON of another shape',
      {
        kind: 'body',
        contentType: JSON_TYPE,
        body: '{"meta":{"api-version":"1.0"},"name":"shop","files":{}}',
      },
      'index.malformed',
      3,
    ],
    [
      'sends JSON nested a million deep',
      { kind: 'body', contentType: JSON_TYPE, body: '['.repeat(1_000_000) },
      'index.malformed',
      3,
    ],
  ])('%s is told apart', async (_reason, fault, code, exitCode) => {
    shared.index.faults.add({ path: '/simple/shop/', fault });
    await expectRefusal(shared.sandbox, ['--retries', '1', 'shop'], { codes: [code], exitCode });
  });

  it('is not there gives the reason and no stack', async () => {
    const gone = await startLocalIndex();
    const { url } = gone;
    await gone.close();
    const result = await expectRefusal(shared.sandbox, ['--retries', '1', '--index-url', url, 'shop'], {
      codes: ['network.unreachable'],
      exitCode: 3,
    });
    expect(result.stderr).not.toMatch(STACK);
  });

  it('drips its page slower than any network is given up', async () => {
    shared.index.faults.add({ path: '/simple/shop/', fault: { kind: 'drip', bytesPerSecond: 1 } });
    await expectRefusal(shared.sandbox, ['--retries', '0', '--timeout', '2', 'shop'], {
      codes: ['network.slow'],
      exitCode: 3,
    });
  });

  it('says nothing is given up', async () => {
    shared.index.faults.add({ path: '/simple/shop/', fault: { kind: 'silence' } });
    await expectRefusal(shared.sandbox, ['--retries', '0', '--timeout', '2', 'shop'], {
      codes: ['network.timeout'],
      exitCode: 3,
    });
  });

  it.each<[string, Fault]>([
    ['answers 503 once', { kind: 'status', status: 503, retryAfter: '0' }],
    ['answers 500 once', { kind: 'status', status: 500 }],
    ['resets the connection once', { kind: 'reset' }],
  ])('%s is asked again', async (_reason, fault) => {
    shared.index.faults.add({ path: '/simple/shop/', fault, times: 1 });
    expectDone(await shared.sandbox.run(['--dry-run', 'shop']));
  });
});

describe('a package on two indexes', () => {
  it('with different files is refused, with the line to add', async () => {
    const second = await startLocalIndex();
    second.add(makeWheel({ name: 'till', version: '99.0' }));
    try {
      const args = ['--extra-index-url', second.url, 'shop'];
      const result = await expectRefusal(shared.sandbox, args, { codes: ['index.confusion'], exitCode: 1 });
      expect(result.stderr).toMatch(/till/);
      expect(result.stderr).toMatch(/\[\[index\]\]|--index-strategy/);
    } finally {
      await second.close();
    }
  });

  it('with the same file is one package', async () => {
    const second = await startLocalIndex();
    second.addAll(SHOP);
    try {
      expectDone(await shared.sandbox.run(['--dry-run', '--extra-index-url', second.url, 'shop']));
    } finally {
      await second.close();
    }
  });

  it('is the one of the first index that has it, or the best of both, where the strategy says so', async () => {
    const last = await startLocalIndex();
    last.add(makeWheel({ name: 'till', version: '99.0' }));
    try {
      const resolve = async (strategy: string) => {
        const indexes = ['--index-url', last.url, '--extra-index-url', shared.index.url];
        const result = await shared.sandbox.run([
          'resolve',
          '--index-strategy',
          strategy,
          ...indexes,
          'till',
        ]);
        expectDone(result);
        return /^till==(\S+)/m.exec(result.stdout)?.[1];
      };
      expect(await resolve('unsafe-best-match')).toBe('99.0');
      expect(await resolve('first-index')).toBe('1.6');
    } finally {
      await last.close();
    }
  });
});
