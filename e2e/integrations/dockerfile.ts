import { cp, mkdir, stat, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunResult, Sandbox } from '../support/sandbox.ts';

/** One line of a Dockerfile: `RUN`, and what follows. */
interface Instruction {
  readonly word: string;
  readonly rest: string;
}

const parse = (text: string): readonly Instruction[] =>
  text
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .map((line) => {
      const blank = line.indexOf(' ');
      return { word: line.slice(0, blank), rest: line.slice(blank + 1).trim() };
    });

/** Folders of an image that a test keeps below a folder of its own. */
const IN_IMAGE = /(?<![\w./-])\/(opt|tmp|usr\/local\/bin)(?=[/: ]|$)/g;

/** What a stage has come to. */
export interface Stage {
  readonly name: string;
  /** Stands for `/`. */
  readonly root: string;
  readonly results: readonly RunResult[];
}

/**
 * Plays the instructions of a Dockerfile without Docker: each stage has a folder for its root, `COPY` links, `ENV` sets,
 * and `RUN` runs what it says in a shell.
 *
 * @param context what is in the folder that the image is built in, by name.
 * @param programs folder of programs that each image has in `/usr/local/bin`.
 */
export async function playDockerfile(
  text: string,
  context: Readonly<Record<string, string>>,
  programs: string,
  sandbox: Sandbox,
): Promise<readonly Stage[]> {
  const stages: Stage[] = [];
  let env: Record<string, string> = {};
  for (const { word, rest } of parse(text)) {
    const stage = stages.at(-1);
    if (word === 'FROM') {
      const name = / AS (\S+)$/.exec(rest)?.[1] ?? 'last';
      const root = join(sandbox.folder, 'stages', name);
      await mkdir(join(root, 'opt'), { recursive: true });
      await mkdir(join(root, 'tmp'));
      await cp(programs, join(root, 'usr/local/bin'), { recursive: true, verbatimSymlinks: true });
      env = { PATH: `${join(root, 'usr/local/bin')}:/usr/bin:/bin` };
      stages.push({ name, root, results: [] });
      continue;
    }
    if (stage === undefined) throw new Error(`${word} stands before FROM`);
    const here = rest.replaceAll(IN_IMAGE, (path) => join(stage.root, path));
    if (word === 'ENV') {
      const equals = here.indexOf('=');
      const value = here.slice(equals + 1).replaceAll(/\$(\w+)/g, (_all, name: string) => env[name] ?? '');
      env = { ...env, [here.slice(0, equals)]: value };
    } else if (word === 'COPY') {
      await copy(rest, stage, stages, context);
    } else if (word === 'RUN') {
      const result = await sandbox.program('sh', ['-c', here], { env });
      stages.splice(-1, 1, { ...stage, results: [...stage.results, result] });
      if (result.exitCode !== 0) break;
    } else throw new Error(`no instruction ${word} is known`);
  }
  return stages;
}

async function copy(
  rest: string,
  stage: Stage,
  stages: readonly Stage[],
  context: Readonly<Record<string, string>>,
): Promise<void> {
  const [, from, source = '', target = ''] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(rest) ?? [];
  const origin =
    from === undefined ? context[source] : join(stages.find(({ name }) => name === from)?.root ?? '', source);
  if (origin === undefined) throw new Error(`nothing is known to be at ${source}`);
  await stat(origin);
  const path = join(stage.root, target);
  await mkdir(dirname(path), { recursive: true });
  await symlink(origin, path).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'EEXIST') throw error; // a program that every image has here
  });
}
