import { describe, expect, it } from 'vitest';
import { makeWheel } from '../../test/support/make-wheel.ts';
import { expectRefusal } from '../support/refusal.ts';
import { SHOP } from '../support/shop.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';

const shared = shareIndexAndSandbox([
  ...SHOP,
  makeWheel({ name: 'scale', version: '1.0', requires: ['till<1.6'] }),
  makeWheel({ name: 'drawer', version: '1.0', requires: ['till>=1.6,<1.7'] }),
  makeWheel({ name: 'linux-only', version: '1.0', tags: 'cp27-cp27m-win32' }),
]);

describe('a requirement', () => {
  it.each<[string, readonly string[], string, number, RegExp]>([
    ['for a package that no index has', ['no-such-thing'], 'resolve.unknown-package', 4, /no-such-thing/],
    ['for a version that is not there', ['till==9.9'], 'resolve.no-version', 4, /till/],
    ['that contradicts another', ['till<1.6', 'till>=1.6'], 'resolve.conflict', 4, /till/],
    ['whose needs contradict those of another', ['scale', 'drawer'], 'resolve.conflict', 4, /scale.*drawer/s],
    ['for a Python that is not this one', ['till==1.7'], 'resolve.no-version', 4, />=99/],
    ['for a file that fits no such machine', ['linux-only'], 'resolve.no-version', 4, /linux-only/],
    ['with a typing error in its operator', ['till=>1.0'], 'packaging.requirement', 2, /\^/],
    ['with a typing error in its version', ['till==1.0.x'], 'packaging.requirement', 2, /1\.0\.x/],
    ['with a typing error in its marker', ['till; os_nam == "nt"'], 'packaging.requirement', 2, /os_nam/],
    ['with an extra that is not closed', ['shop[cards'], 'packaging.requirement', 2, /\^/],
    ['that is a file which is not there', ['./till-1.0-py3-none-any.whl'], 'usage.path', 2, /till-1\.0/],
    ['that is an option which does not exist', ['--frobnicate', 'till'], 'usage.option', 2, /--frobnicate/],
    ['that is missing', ['install'], 'usage.command', 2, /requirement/],
  ])('%s is refused', async (_reason, args, code, exitCode, text) => {
    const result = await expectRefusal(shared.sandbox, args, { codes: [code], exitCode });
    expect(result.stderr).toMatch(text);
  });

  it('with a typing error in a file is shown with its line', async () => {
    await shared.sandbox.write('requirements.txt', 'shop\n\ntill=>1.0\n');
    const result = await expectRefusal(shared.sandbox, ['-r', 'requirements.txt'], {
      codes: ['packaging.requirement'],
      exitCode: 2,
    });
    expect(result.stderr).toMatch(/requirements\.txt:3/);
  });

  it('cannot steer the terminal that shows it', async () => {
    const result = await shared.sandbox.run(['till\u001b]0;owned\u0007']);
    expect(result.exitCode).toBe(2);
    expect(result.stderr).not.toMatch(/[\u001b\u0007]/);
  });
});
