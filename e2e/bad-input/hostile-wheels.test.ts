import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sha256Hex } from '../../test/support/make-wheel.ts';
import { SHARED_DATA, sharedJson, sharedPath } from '../../test/support/shared-data.ts';
import { codesOf, expectOneScreen } from '../support/output.ts';
import { expectUntouched } from '../support/refusal.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';

interface Manifest {
  readonly entries: readonly { readonly file: string; readonly expected: string; readonly why: string }[];
}

const shared = shareIndexAndSandbox([]);

/** Where the set leaves it to the reader, or to the system. */
const isOpen = (expected: string): boolean => /^either| or accept|Windows/.test(expected);

/** What every wheel of the set truly says of itself: the index is honest, the wheels are not. */
const METADATA = Buffer.from('Metadata-Version: 2.1\nName: demo\nVersion: 1.0\n');

describe.skipIf(SHARED_DATA === undefined)('a wheel of the hostile set', () => {
  const entries =
    SHARED_DATA === undefined
      ? []
      : sharedJson<Manifest>('archives', 'manifest.json').entries.filter((entry) =>
          entry.file.startsWith('wheels/'),
        );

  it.each(entries.map((entry) => [entry.file.split('/')[1], entry.expected, entry] as const))(
    '%s: %s',
    async (name, expected, { file }) => {
      const bytes = readFileSync(sharedPath('archives', file));
      const served = {
        filename: basename(file),
        bytes,
        sha256: sha256Hex(bytes),
        metadata: METADATA,
        requiresPython: null,
      };
      shared.index.settings.coreMetadata = 'none';
      shared.index.add(served);
      const before = await shared.sandbox.snapshot();
      const result = await shared.sandbox.run(['download', '-d', 'wheels', 'demo']);
      expectOneScreen(result);
      await expectUntouched(shared.sandbox, before);
      if (expected.startsWith('accept')) expect(result.exitCode, result.stderr).toBe(0);
      else if (!isOpen(expected)) {
        // a wheel whose METADATA is of something else is no file of what was asked for, and is passed over as such
        expect(result.exitCode, result.stderr).toBe(
          /^metadata-(?:name|version)-mismatch$/.test(name ?? '') ? 4 : 1,
        );
        expect(codesOf(result)).not.toEqual([]);
      } else expect([0, 1], result.stderr).toContain(result.exitCode);
    },
  );
});
