import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { recordLine } from '../support/make-wheel.ts';
import { audit, type MadeEnvironment, makeEnvironment, shortly } from './support/environment.ts';

const script = (python: string, body = ''): string => `#!${python}
import sys
from acme import main
${body}if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(main())
`;

const ENTRY_POINTS = '[console_scripts]\nacme = acme:main\n';

/** Puts `acme` there with a script, and with what RECORD says of it. */
function installScript(
  environment: MadeEnvironment,
  { name = 'acme', text, line, entryPoints = ENTRY_POINTS }: Record<string, string | undefined>,
): void {
  const path = `../../../bin/${name}`;
  environment.install({
    name: 'acme',
    ...(entryPoints === '' ? {} : { entryPoints }),
    record: (lines) => [...lines, line ?? recordLine(path, text ?? '')],
  });
  environment.write(path, text ?? '');
}

describe('scripts of entry points', () => {
  it.each<[string, (python: string) => Record<string, string | undefined>, readonly string[]]>([
    ['are as an installer writes them', (python) => ({ text: script(python) }), []],
    [
      'hold other code, and RECORD states its digest',
      (python) => ({ text: script(python, 'import evil\n') }),
      ['audit.script acme 1.0: ../../../bin/acme'],
    ],
    [
      'start another program, and RECORD states its digest',
      () => ({ text: script('/tmp/python') }),
      ['audit.script acme 1.0: ../../../bin/acme'],
    ],
    [
      'have another first line than RECORD states, as in an environment that was moved',
      (python) => ({
        text: script(python),
        line: recordLine('../../../bin/acme', script('/old/bin/python')),
      }),
      [],
    ],
    [
      'stand in no entry point, and have other bytes than RECORD states',
      () => ({ text: '#!/bin/sh\n', line: recordLine('../../../bin/acme', ''), entryPoints: '' }),
      ['audit.changed acme 1.0: ../../../bin/acme'],
    ],
    [
      'need no digest, as their text is known',
      (python) => ({ text: script(python), line: '../../../bin/acme,,' }),
      [],
    ],
    [
      'hold other code, and RECORD states no digest',
      (python) => ({ text: script(python, 'import evil\n'), line: '../../../bin/acme,,' }),
      ['audit.script acme 1.0: ../../../bin/acme'],
    ],
    [
      'are longer than any',
      (python) => ({ text: script(python, `${'#'.repeat(20_000)}\n`) }),
      ['audit.script acme 1.0: ../../../bin/acme'],
    ],
    [
      'stand in no entry point: nobody knows their text, so that they need a digest',
      (python) => ({ text: script(python), line: '../../../bin/acme,,', entryPoints: '' }),
      ['audit.undigested acme 1.0: ../../../bin/acme'],
    ],
    ['stand in no entry point, with a digest', () => ({ text: '#!/bin/sh\n', entryPoints: '' }), []],
    [
      'bear the version of Python, which pip alone may give them',
      () => ({ name: 'acme3.11', text: '#!/bin/sh\n' }),
      [],
    ],
  ])('%s', async (_reason, optionsFor, expected) => {
    const environment = makeEnvironment();
    installScript(environment, optionsFor(join(environment.prefix, 'bin/python')));
    expect(shortly((await environment.audit()).findings)).toEqual(expected);
  });

  it('are known by their names without the version where they are those of pip', async () => {
    const environment = makeEnvironment();
    environment.install({
      name: 'pip',
      entryPoints: '[console_scripts]\npip = acme:main\n',
      record: (lines) => [...lines, recordLine('../../../bin/pip3.11', '#!/bin/sh\n')],
    });
    environment.write('../../../bin/pip3.11', '#!/bin/sh\n');
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.script pip 1.0: ../../../bin/pip3.11',
    ]);
  });

  it('start the Python by a path that a link leads along', async () => {
    const environment = makeEnvironment();
    const link = `${environment.prefix}-link`;
    symlinkSync(environment.prefix, link);
    onTestFinished(() => rmSync(link));
    installScript(environment, { text: script(join(link, 'bin/python')) });
    const wish = { folder: environment.site, prefix: link, programs: [join(link, 'bin')] };
    const { findings } = await audit([wish]);
    expect(shortly(findings)).toEqual([]);
  });

  it('lie in the folder itself with --target', async () => {
    const environment = makeEnvironment();
    const text = script('/any/python', 'import evil\n');
    environment.install({
      name: 'acme',
      entryPoints: ENTRY_POINTS,
      record: (lines) => [...lines, recordLine('../../bin/acme', text)],
    });
    environment.write('bin/acme', text);
    expect(shortly((await environment.audit(environment.site)).findings)).toEqual([
      'audit.script acme 1.0: ../../bin/acme',
    ]);
  });

  it('are missing, which is said once', async () => {
    const environment = makeEnvironment();
    environment.install({
      name: 'acme',
      entryPoints: ENTRY_POINTS,
      record: (lines) => [...lines, recordLine('../../../bin/acme', '')],
    });
    expect(shortly((await environment.audit()).findings)).toEqual([
      'audit.missing acme 1.0: ../../../bin/acme',
    ]);
  });
});
