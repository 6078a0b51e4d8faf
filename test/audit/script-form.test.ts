import { describe, expect, it } from 'vitest';
import { scriptEntryPoints } from '../../src/audit/entry-points.ts';
import { scriptFault } from '../../src/audit/script-form.ts';

const MAIN = { module: 'acme.cli', attribute: 'App.run' };
const PROGRAMS = new Set(['/venv/bin']);

const BY_PIP = `import sys
from acme.cli import App
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(App.run())
`;
const BY_OLDER_PIP = `# -*- coding: utf-8 -*-
import re
import sys
from acme.cli import App
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(App.run())
`;
const BY_UV = `# -*- coding: utf-8 -*-
import sys
from acme.cli import App
if __name__ == "__main__":
    if sys.argv[0].endswith("-script.pyw"):
        sys.argv[0] = sys.argv[0][:-11]
    elif sys.argv[0].endswith(".exe"):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit(App.run())
`;
const PLAIN = '#!/venv/bin/python\n';
const shell = (program: string): string => `#!/bin/sh\n'''exec' ${program} "$0" "$@"\n' '''\n`;

describe('scriptFault', () => {
  it.each<[string, string]>([
    ['of pip', PLAIN + BY_PIP],
    ['of older pips', PLAIN + BY_OLDER_PIP],
    ['of uv', PLAIN + BY_UV],
    ['with the ends of lines of Windows', (PLAIN + BY_PIP).replaceAll('\n', '\r\n')],
    ['of Python 3', `#!/venv/bin/python3\n${BY_PIP}`],
    ['of a Python by its version', `#!/venv/bin/python3.11\n${BY_PIP}`],
    ['of a Python without a lock', `#!/venv/bin/python3.14t\n${BY_PIP}`],
    ['with a switch that takes away', `#!/venv/bin/python -sP\n${BY_PIP}`],
    ['behind a line that would be too long', shell('/venv/bin/python') + BY_PIP],
    ['behind a quoted path', shell('"/venv/bin/python"') + BY_PIP],
    ['that may be moved', shell(`"$(dirname -- "$(realpath -- "$0")")"/'python'`) + BY_UV],
  ])('takes the script %s', (_reason, text) => {
    expect(scriptFault(text, MAIN, PROGRAMS)).toBeUndefined();
  });

  it.each<[string, string, string]>([
    ['nothing', '', 'its first line starts no Python'],
    ['no first line', BY_PIP, 'its first line starts no Python'],
    ['another program', `#!/venv/bin/evil\n${BY_PIP}`, 'it starts "/venv/bin/evil"'],
    ['a Python from elsewhere', `#!/tmp/python\n${BY_PIP}`, 'it starts "/tmp/python"'],
    ['a Python of any folder', `#!python\n${BY_PIP}`, 'it starts "python"'],
    ['a Python by way of env', `#!/usr/bin/env python\n${BY_PIP}`, 'it starts "/usr/bin/env python"'],
    [
      'a Python through a folder above',
      `#!/venv/bin/../x/python\n${BY_PIP}`,
      'it starts "/venv/bin/../x/python"',
    ],
    [
      'a switch that brings code',
      `#!/venv/bin/python -cimport evil\n${BY_PIP}`,
      'it starts "/venv/bin/python -cimport evil"',
    ],
    [
      'a switch that reads a module',
      `#!/venv/bin/python -mevil\n${BY_PIP}`,
      'it starts "/venv/bin/python -mevil"',
    ],
    ['a shell', `#!/bin/sh\n${BY_PIP}`, 'its first line starts no Python'],
    [
      'a shell that does more',
      `${shell('evil; /venv/bin/python')}${BY_PIP}`,
      'its first line starts no Python',
    ],
    [
      'a shell whose third line is another',
      shell('/venv/bin/python').replace("' '''", "'; evil '''") + BY_PIP,
      'its first line starts no Python',
    ],
    ['a shell that starts another', shell('/tmp/python') + BY_PIP, 'it starts "/tmp/python"'],
    [
      'a name beside the script that leads away',
      shell(`"$(dirname -- "$(realpath -- "$0")")"/'../x/python'`) + BY_PIP,
      'it starts "../x/python"',
    ],
    ['another import', PLAIN + BY_PIP.replace('acme.cli', 'evil'), 'it holds other code'],
    [
      'one more import',
      PLAIN + BY_PIP.replace('import sys', 'import sys\nimport evil'),
      'it holds other code',
    ],
    [
      'one more word in a line',
      PLAIN + BY_PIP.replace('import sys', 'import sys, evil'),
      'it holds other code',
    ],
    ['another call', PLAIN + BY_PIP.replace('App.run()', 'App.evil()'), 'it holds other code'],
    ['no call', PLAIN + BY_PIP.replace('    sys.exit(App.run())\n', ''), 'it does not call its entry point'],
    [
      'no import',
      PLAIN + BY_PIP.replace('from acme.cli import App\n', ''),
      'it does not call its entry point',
    ],
    ['two calls', `${PLAIN}${BY_PIP}sys.exit(App.run())\n`, 'it does not call its entry point'],
  ])('tells of %s', (_reason, text, expected) => {
    expect(scriptFault(text, MAIN, PROGRAMS)).toBe(expected);
  });

  it('knows no folder of programs where no Python is named', () => {
    expect(scriptFault(`#!/any/python3\n${BY_PIP}`, MAIN, null)).toBeUndefined();
    expect(scriptFault(`#!/any/evil\n${BY_PIP}`, MAIN, null)).toBe('it starts "/any/evil"');
  });
});

describe('scriptEntryPoints', () => {
  it('reads the two groups of scripts, and nothing else', () => {
    const text = `[console_scripts]
# a comment
; another
one = acme.cli:main
two=acme.cli : App.run [extra, more]
broken = acme.cli
= acme.cli:main
no line of any kind
[gui_scripts]
three = acme:gui
[other]
four = acme:four
`;
    expect([...scriptEntryPoints(text)]).toEqual([
      ['one', { module: 'acme.cli', attribute: 'main' }],
      ['two', { module: 'acme.cli', attribute: 'App.run' }],
      ['three', { module: 'acme', attribute: 'gui' }],
    ]);
  });
});
