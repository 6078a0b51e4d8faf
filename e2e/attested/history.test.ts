import { describe, expect, it } from 'vitest';
import { makeSdist } from '../../test/support/make-sdist.ts';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { githubIdentity } from '../sigstore/index.ts';
import { attestedShop, ruleFor } from '../support/attested-index.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';

const suite = attestedShop();

const refusalOf = (code: string) => ({ codes: [code], exitCode: 1 });

const plain = (version: string, uploadTime: string) =>
  suite.shop.index.add(makeWheel({ name: 'widget', version }), { uploadTime });

const attested = (version: string, uploadTime: string, options = {}) =>
  suite.shop.publish({ name: 'widget', version }, { claims: { uploadTime }, ...options });

/** An install that is remembered, and leaves the environment as it is. */
const installElsewhere = (...words: string[]) =>
  suite.shop.sandbox.run([...words, '--target', 'there', '--upgrade']);

describe('a file without provenance is refused', () => {
  it('where the release before it had it', async () => {
    await attested('1.0.0', '2024-01-01T00:00:00Z');
    plain('1.0.1', '2024-02-01T00:00:00Z');
    const result = await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.lost'));
    expect(result.stderr).toContain('widget-1.0.0-py3-none-any.whl');
  });

  it('where a line of releases is begun to be rid of it', async () => {
    await attested('1.0.0', '2024-01-01T00:00:00Z');
    plain('2.0.0', '2024-02-01T00:00:00Z');
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.lost'));
  });

  it('where another file of its release has it', async () => {
    plain('1.0', '2024-01-01T00:00:00Z');
    await suite.shop.serve(makeSdist({ name: 'widget', version: '1.0' }));
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.partial'));
  });

  it('where it was seen with it, and the index shows none any more', async () => {
    await attested('1.0', '2024-01-01T00:00:00Z');
    expectDone(await installElsewhere('widget'));
    suite.shop.index.reset();
    await suite.shop.sandbox.clear();
    await suite.shop.policy();
    plain('1.0', '2024-01-01T00:00:00Z');
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.lost'));
  });
});

describe('a file without provenance is taken', () => {
  it.each([
    ['of an old line that never had it', '2.0', '1.9.5', '2024-03-01T00:00:00Z'],
    ['from before the first that had it', '2.0.1', '2.0.0', '2023-01-01T00:00:00Z'],
  ])('%s', async (_reason, withIt, without, uploadTime) => {
    await attested(withIt, '2024-01-01T00:00:00Z');
    plain(without, uploadTime);
    const result = await suite.shop.sandbox.run([`widget==${without}`, '--dry-run']);
    expectDone(result);
    expect(result.stderr).toContain('0 attested, 1 unattested');
  });

  it('where the policy asks only for what is there, and then what was lost is told', async () => {
    await attested('1.0.0', '2024-01-01T00:00:00Z');
    plain('1.0.1', '2024-02-01T00:00:00Z');
    const result = await suite.shop.sandbox.run(['widget', '--dry-run', '--provenance', 'if-present']);
    expectDone(result);
    expect(result.stderr).toContain('warning[provenance.lost]');
  });
});

describe('the files of a release', () => {
  it('come from one commit: a late one from another is refused', async () => {
    await suite.shop.serve(makeSdist({ name: 'widget', version: '1.0' }), {
      claims: { uploadTime: '2024-01-01T00:00:00Z' },
    });
    const identity = githubIdentity({ commit: 'beef'.repeat(10) });
    await attested('1.0', '2024-06-01T00:00:00Z', { identity });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.inconsistent'));
  });

  it('may be added later from the same commit', async () => {
    await suite.shop.serve(makeSdist({ name: 'widget', version: '1.0' }), {
      claims: { uploadTime: '2024-01-01T00:00:00Z' },
    });
    await attested('1.0', '2024-06-01T00:00:00Z');
    const result = await suite.shop.sandbox.run(['widget', '--dry-run']);
    expectDone(result);
    expect(result.stderr).not.toContain('provenance.late');
  });
});

describe('a publisher who has been seen', () => {
  const see = async (): Promise<void> => {
    await attested('1.0', '2024-01-01T00:00:00Z');
    expectDone(await installElsewhere('widget==1.0'));
  };
  const evil = githubIdentity({ repository: 'evil/widget', repositoryId: '666', ownerId: '66' });

  it('binds: another one is refused, until a rule names him', async () => {
    await see();
    await attested('1.1', '2024-02-01T00:00:00Z', { identity: evil });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('provenance.changed'));
    const rule = ruleFor('widget', 'github').replaceAll('acme/widget', 'evil/widget');
    await suite.shop.policy(rule);
    expectDone(await suite.shop.sandbox.run(['widget', '--dry-run']));
  });

  it('is known by the number of his repository when he renames it, and nobody else by the name', async () => {
    await see();
    await attested('1.1', '2024-02-01T00:00:00Z', {
      identity: githubIdentity({ repository: 'acme/gadget' }),
    });
    const renamed = await suite.shop.sandbox.run(['widget', '--dry-run']);
    expectDone(renamed);
    expect(renamed.stderr).toContain('warning[identity.renamed]');
    await attested('1.2', '2024-03-01T00:00:00Z', { identity: githubIdentity({ repositoryId: '666' }) });
    await expectRefusal(suite.shop.sandbox, ['widget'], refusalOf('identity.repository-id'));
  });

  it('is not remembered by a dry run, nor with --ci', async () => {
    await attested('1.0', '2024-01-01T00:00:00Z');
    expectDone(await suite.shop.sandbox.run(['widget', '--dry-run']));
    expectDone(await installElsewhere('widget', '--ci'));
    await attested('1.1', '2024-02-01T00:00:00Z', { identity: evil });
    expectDone(await suite.shop.sandbox.run(['widget', '--dry-run']));
  });
});
