import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { pythonOfPip, pythonOfScript } from '../../src/shims/pip-python.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

describe('the first lines of a pip', () => {
  it.each([
    ['of a virtual environment', '#!/v/bin/python3\n# -*- coding: utf-8 -*-\n', '/v/bin/python3'],
    ['with a version', '#!/usr/bin/python3.12\nimport re\n', '/usr/bin/python3.12'],
    ['with options for Python', '#!/usr/bin/python3 -sP\n', '/usr/bin/python3'],
    ['with a blank in front', '#! /usr/bin/python\n', '/usr/bin/python'],
    ['with the line end of Windows', '#!/v/bin/python\r\nimport re\r\n', '/v/bin/python'],
    ['of PyPy', '#!/opt/pypy/bin/pypy3.10\n', '/opt/pypy/bin/pypy3.10'],
    [
      'of a path with a blank',
      `#!/bin/sh\n'''exec' "/a b/bin/python3" "$0" "$@"\n' '''\n`,
      '/a b/bin/python3',
    ],
    [
      'of a path that is too long for the system',
      `#!/bin/sh\n'''exec' /long/bin/python3 "$0" "$@"\n' '''\n`,
      '/long/bin/python3',
    ],
    ['of a version manager', '#!/usr/bin/env bash\nset -e\n', undefined],
    ['that leave the choice to PATH', '#!/usr/bin/env python3\n', undefined],
    ['of a script that does something else', '#!/bin/sh\nrm -rf "/a/python"\n', undefined],
    ['with a relative path', '#!bin/python3\n', undefined],
    ['of another program', '#!/usr/bin/pythonista\n', undefined],
    ['of machine code', '\u007fELF', undefined],
    ['of nothing', '', undefined],
  ])('%s', (_reason, text, expected) => {
    expect(pythonOfScript(text)).toBe(expected);
  });
});

describe('the Python of a pip', () => {
  const scratch = scratchFolder();
  const put = (...parts: string[]): string => {
    const path = join(scratch.path, ...parts.slice(0, -1));
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, parts.at(-1) ?? '');
    return path;
  };

  it('is the one that it names', async () => {
    const python = put('named', 'bin', 'python3', '');
    expect(await pythonOfPip(put('elsewhere', 'pip', `#!${python}\n`))).toBe(python);
  });

  it.each([
    ['pip', 'python'],
    ['pip3', 'python3'],
    ['pip3.12', 'python3.12'],
  ])('is the one beside it where it names none: %s', async (pip, python) => {
    const beside = put('manager', python, '');
    expect(await pythonOfPip(put('manager', pip, '#!/usr/bin/env bash\n'))).toBe(beside);
  });

  it('is the one beside it where the one that it names is gone', async () => {
    const beside = put('moved', 'python', '');
    expect(await pythonOfPip(put('moved', 'pip', `#!${scratch.path}/gone/python\n`))).toBe(beside);
  });

  it('is the one beside it where it is a program of megabytes', async () => {
    const beside = put('large', 'python', '');
    expect(await pythonOfPip(put('large', 'pip', 'x'.repeat(100_000)))).toBe(beside);
  });

  it('is refused where nothing says it', async () => {
    await expect(pythonOfPip(put('alone', 'pip', '#!/usr/bin/env bash\n'))).toRefuseWith('shims.python');
  });
});
