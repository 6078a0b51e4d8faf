import { describe, expect, it } from 'vitest';
import { expectDone, expectOneScreen } from '../support/output.ts';
import { makeLiveSandbox } from '../support/sandbox.ts';

describe('safe-install requests, from the index that this machine uses', () => {
  it.each(['pip', 'uv'] as const)(
    'installs what %s would, and is satisfied the second time',
    async (installer) => {
      const plain = await makeLiveSandbox({ installer });
      const [program, ...args] = installer === 'pip' ? [plain.python, '-m', 'pip'] : ['uv', 'pip'];
      const reference = await plain.program(program, [...args, 'install', '--quiet', 'requests']);
      expect(reference.exitCode, reference.stderr).toBe(0);

      const sandbox = await makeLiveSandbox({ installer });
      const result = await sandbox.run(['requests']);
      expectDone(result);
      expectOneScreen(result);
      expect(await sandbox.freeze()).toEqual(await plain.freeze());
      const works = await sandbox.program(sandbox.python, ['-c', 'import requests']);
      expect(works.exitCode, works.stderr).toBe(0);
      const again = await sandbox.run(['requests']);
      expectDone(again);
      expect(again.stderr).toMatch(/already/);
    },
  );
});
