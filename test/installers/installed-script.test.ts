import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isScriptOf } from '../../src/installers/installed-script.ts';
import type { RecordEntry } from '../../src/packaging/index.ts';

const entryOf = (original: string): RecordEntry => ({
  path: 'a.data/scripts/a',
  hash: { algorithm: 'sha256', digest: createHash('sha256').update(original).digest('base64url') },
  size: Buffer.byteLength(original),
});

const BODY = 'print(1)\n';
const LONG = `#!/bin/sh\n'''exec' '/a b/python' "$0" "$@"\n' '''\n`;

describe('isScriptOf', () => {
  it.each<[string, string, string, boolean]>([
    ['a script as it was', '#!/bin/sh\nx\n', '#!/bin/sh\nx\n', true],
    ['a binary as it was', '\u0000\u0001', '\u0000\u0001', true],
    ['another first line', `#!python\n${BODY}`, `#!/venv/bin/python\n${BODY}`, true],
    ['another first line for a window', `#!pythonw\n${BODY}`, `#!/venv/bin/python\n${BODY}`, true],
    ['a first line with a version', `#!python3\n${BODY}`, `#!/venv/bin/python\n${BODY}`, true],
    ['a first line with a switch', `#!python -E\n${BODY}`, `#!/venv/bin/python\n${BODY}`, true],
    ['a first line that ended as on Windows', `#!python\r\n${BODY}`, `#!/venv/bin/python\n${BODY}`, true],
    ['a path with blanks', `#!python\n${BODY}`, `${LONG}${BODY}`, true],
    ['nothing but a first line', '#!python\n', '#!/venv/bin/python\n', true],
    ['another body', `#!python\n${BODY}`, '#!/venv/bin/python\nprint(2)\n', false],
    ['a longer body', `#!python\n${BODY}`, `#!/venv/bin/python\n${BODY}${BODY}`, false],
    ['a shorter body', `#!python\n${BODY}`, '#!/venv/bin/python\n', false],
    ['a first line that nobody asked to change', `#!/bin/sh\n${BODY}`, `#!/venv/bin/python\n${BODY}`, false],
    ['no first line', `#!python\n${BODY}`, BODY, false],
    ['nothing', `#!python\n${BODY}`, '', false],
    ['a body between the lines of a shell', `#!python\n${BODY}`, `#!/bin/sh\nrm -rf x\n'''\n${BODY}x`, false],
  ])('%s', (_reason, original, installed, expected) => {
    expect(isScriptOf(Buffer.from(installed), entryOf(original))).toBe(expected);
  });

  it('believes nothing without a digest', () => {
    expect(isScriptOf(Buffer.from(''), { path: 'a', hash: null, size: 0 })).toBe(false);
  });
});
