import { realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { SafeInstallError } from '../errors/index.ts';
import { type Environment, isErrno, readFileCapped, writeFileAtomic } from '../platform/index.ts';
import { removeEmptyFolder } from './remove-empty-folder.ts';
import { quoted, quotedForFish, type Shell } from './shell.ts';

/** Bytes. A file that a shell reads at its start has some kilobytes. */
const LARGEST_START_FILE = 1024 * 1024;

const BEGIN = '# >>> safe-install >>>';
const END = '# <<< safe-install <<<';

/** Files that a shell reads when it starts; the first is the one that we write to. */
export function startFiles(
  environment: Environment,
): Readonly<Record<Exclude<Shell, 'sh'>, readonly string[]>> {
  const home = environment.HOME || '/';
  const zsh = environment.ZDOTDIR || home;
  const fish = join(environment.XDG_CONFIG_HOME || join(home, '.config'), 'fish');
  return {
    bash: ['.bashrc', '.bash_profile', '.bash_login', '.profile'].map((name) => join(home, name)),
    zsh: ['.zshrc', '.zprofile', '.zshenv', '.zlogin'].map((name) => join(zsh, name)),
    fish: [join(fish, 'conf.d', 'safe-install.fish'), join(fish, 'config.fish')],
  };
}

/**
 * Adds three lines to the file that `shell` reads when it starts, or puts them in the place of those that are there.
 *
 * @param script file with what the shell is to read.
 * @returns the file that was written to.
 * @throws SafeInstallError `shims.start-file` when our first line is there without our last.
 */
export async function addToStartFile(
  shell: Exclude<Shell, 'sh'>,
  script: string,
  environment: Environment,
): Promise<string> {
  const [path = ''] = startFiles(environment)[shell];
  const line = shell === 'fish' ? `source ${quotedForFish(script)}` : `. ${quoted(script)}`;
  const before = withoutBlock((await read(path)) ?? '', path);
  const end = before === '' || before.endsWith('\n') ? '' : '\n';
  await write(path, `${before}${end}${BEGIN}\n${line}\n${END}\n`);
  return path;
}

/**
 * Takes our lines out again; a file that is empty then is removed.
 *
 * @returns whether there were any.
 * @throws SafeInstallError `shims.start-file`.
 */
export async function removeFromStartFile(path: string): Promise<boolean> {
  const text = await read(path);
  if (text === undefined) return false;
  const without = withoutBlock(text, path);
  if (without === text) return false;
  if (without === '') await removeFile(path);
  else await write(path, without);
  return true;
}

/** The file, and the folders of fish that nothing else is in: writing to it has made them where they were not there. */
async function removeFile(path: string): Promise<void> {
  await rm(path, { force: true });
  const folder = dirname(path);
  if (basename(folder) !== 'conf.d') return;
  for (const each of [folder, dirname(folder)]) await removeEmptyFolder(each);
}

/** Lines with which somebody else than we calls `safe-install shell-init`: number, counted from 1, and text. */
export async function handWrittenLines(
  path: string,
): Promise<readonly { readonly line: number; readonly text: string }[]> {
  const lines = ((await read(path)) ?? '').split('\n');
  return lines
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => /safe-install(?:\.js)?['"]? +shell-init/.test(text) && !text.startsWith('#'));
}

function withoutBlock(text: string, path: string): string {
  const lines = text.split('\n');
  const begin = lines.indexOf(BEGIN);
  if (begin < 0) return text;
  const end = lines.indexOf(END, begin);
  if (end >= 0) return withoutBlock([...lines.slice(0, begin), ...lines.slice(end + 1)].join('\n'), path);
  throw new SafeInstallError({
    code: 'shims.start-file',
    message: `"${BEGIN}" is there without "${END}"`,
    subject: `${path}:${begin + 1}`,
    hint: 'Delete the lines that belong to safe-install yourself',
  });
}

/** One character a byte: what is not ours is written back as it was, in whatever encoding. */
const read = async (path: string): Promise<string | undefined> =>
  (await readFileCapped(path, LARGEST_START_FILE))?.toString('latin1');

/** Through links, as people who keep such files elsewhere have them, and with the mode that the file has. */
async function write(path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text, 'latin1');
  try {
    const target = await realpath(path);
    await writeFileAtomic(target, bytes, (await stat(target)).mode & 0o777);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    await writeFileAtomic(path, bytes, 0o644);
  }
}
