import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  addToStartFile,
  handWrittenLines,
  removeFromStartFile,
  startFiles,
} from '../../src/shims/start-files.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
let homes = 0;
function makeHome(): { readonly HOME: string } {
  homes += 1;
  const HOME = join(scratch.path, `home-${homes}`);
  mkdirSync(HOME);
  return { HOME };
}

describe('where shells look when they start', () => {
  it.each([
    ['bash', { HOME: '/h' }, '/h/.bashrc'],
    ['zsh', { HOME: '/h' }, '/h/.zshrc'],
    ['zsh', { HOME: '/h', ZDOTDIR: '/z' }, '/z/.zshrc'],
    ['fish', { HOME: '/h' }, '/h/.config/fish/conf.d/safe-install.fish'],
    ['fish', { HOME: '/h', XDG_CONFIG_HOME: '/c' }, '/c/fish/conf.d/safe-install.fish'],
  ] as const)('%s with %j', (shell, environment, expected) => {
    expect(startFiles(environment)[shell][0]).toBe(expected);
  });
});

describe('our lines', () => {
  it.each(['bash', 'zsh', 'fish'] as const)('come and go without a trace: %s', async (shell) => {
    const environment = makeHome();
    const path = await addToStartFile(shell, "/d/it's/init", environment);
    const line = shell === 'fish' ? "source '/d/it\\'s/init'" : ". '/d/it'\\''s/init'";
    expect(readFileSync(path, 'utf8')).toBe(`# >>> safe-install >>>\n${line}\n# <<< safe-install <<<\n`);
    expect(await removeFromStartFile(path)).toBe(true);
    expect(statSync(path, { throwIfNoEntry: false })).toBeUndefined();
    expect(readdirSync(join(environment.HOME, shell === 'fish' ? '.config' : '.'))).toEqual([]);
    expect(await removeFromStartFile(path)).toBe(false);
  });

  it('leave every other byte as it was, in any encoding, and the mode', async () => {
    const environment = makeHome();
    const path = join(environment.HOME, '.bashrc');
    const before = Buffer.from([0x61, 0x0a, 0xff, 0xfe, 0xe4, 0x0d, 0x0a, 0x00, 0x0a]);
    writeFileSync(path, before);
    chmodSync(path, 0o640);
    await addToStartFile('bash', '/d/init', environment);
    expect(readFileSync(path).subarray(0, before.length)).toEqual(before);
    await removeFromStartFile(path);
    expect(readFileSync(path)).toEqual(before);
    expect(statSync(path).mode & 0o777).toBe(0o640);
  });

  it('stand there once, however often they are added', async () => {
    const environment = makeHome();
    const path = await addToStartFile('zsh', '/old/init', environment);
    writeFileSync(path, `one\n${readFileSync(path, 'utf8')}two`);
    await addToStartFile('zsh', '/new/init', environment);
    const text = readFileSync(path, 'utf8');
    expect(text).toBe("one\ntwo\n# >>> safe-install >>>\n. '/new/init'\n# <<< safe-install <<<\n");
  });

  it('are written where a link leads, and the link stays', async () => {
    const environment = makeHome();
    const kept = join(environment.HOME, 'dotfiles-bashrc');
    writeFileSync(kept, 'mine\n');
    symlinkSync(kept, join(environment.HOME, '.bashrc'));
    const path = await addToStartFile('bash', '/d/init', environment);
    expect(readFileSync(kept, 'utf8')).toContain('/d/init');
    await removeFromStartFile(path);
    expect(readFileSync(kept, 'utf8')).toBe('mine\n');
  });

  it('are not touched where the last of them is missing', async () => {
    const environment = makeHome();
    const path = join(environment.HOME, '.bashrc');
    writeFileSync(path, 'mine\n# >>> safe-install >>>\nalso mine\n');
    await expect(removeFromStartFile(path)).toRefuseWith('shims.start-file');
    await expect(addToStartFile('bash', '/d/init', environment)).toRefuseWith('shims.start-file');
    expect(readFileSync(path, 'utf8')).toBe('mine\n# >>> safe-install >>>\nalso mine\n');
  });
});

describe('lines that a person has written', () => {
  it('are found, with their numbers', async () => {
    const { HOME } = makeHome();
    const path = join(HOME, '.bashrc');
    const lines = [
      'alias x=y',
      '  eval "$(safe-install shell-init bash)"',
      '# eval "$(safe-install shell-init bash)"',
      `eval "$('/n/node' '/s/bin/safe-install.js' shell-init zsh)"`,
      'safe-install requests',
    ];
    writeFileSync(path, lines.join('\n'));
    expect(await handWrittenLines(path)).toEqual([
      { line: 2, text: lines[1]?.trim() },
      { line: 4, text: lines[3] },
    ]);
    expect(await handWrittenLines(join(HOME, 'none'))).toEqual([]);
  });
});
