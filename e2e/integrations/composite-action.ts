import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunResult, Sandbox } from '../support/sandbox.ts';

/** `action.yml` as far as it is used here. */
export interface Action {
  readonly inputs: Readonly<Record<string, { readonly default: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

interface Step {
  readonly name: string;
  readonly if?: string;
  readonly shell: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly run: string;
}

/** What a job has come to after some of its steps. */
export interface Job {
  readonly env: Readonly<Record<string, string>>;
  readonly results: readonly RunResult[];
}

/** What stands in `${{ … }}`. */
export type Context = Readonly<Record<string, string>>;

/** Runs the steps of a composite action as the runner of GitHub does, until one fails. */
export async function runAction(
  action: Action,
  context: Context,
  env: Readonly<Record<string, string>>,
  sandbox: Sandbox,
): Promise<Job> {
  let job: Job = { env, results: [] };
  for (const step of action.runs.steps) {
    if (step.if !== undefined && !holds(step.if, context)) continue;
    job = await runStep(step, context, job, sandbox);
    if (job.results.at(-1)?.exitCode !== 0) break;
  }
  return job;
}

/** One step: its script in a file, and what it says to the files of `GITHUB_PATH` and `GITHUB_ENV` for the steps after it. */
export async function runStep(
  step: Pick<Step, 'run' | 'env'>,
  context: Context,
  { env, results }: Job,
  sandbox: Sandbox,
): Promise<Job> {
  const file = (name: string) => join(sandbox.temporary, name);
  const [script, paths, variables] = [file('step.sh'), file('github-path'), file('github-env')];
  await writeFile(script, step.run);
  await Promise.all([paths, variables].map((each) => writeFile(each, '')));
  const own = Object.entries(step.env ?? {}).map(([name, value]) => [name, expand(value, context)]);
  const result = await sandbox.program('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    env: { ...env, ...Object.fromEntries(own), GITHUB_PATH: paths, GITHUB_ENV: variables },
  });
  const linesOf = async (path: string) =>
    (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  const set = (await linesOf(variables)).map((line) => {
    const equals = line.indexOf('=');
    return [line.slice(0, equals), line.slice(equals + 1)];
  });
  const PATH = [...(await linesOf(paths)).reverse(), env.PATH].join(':');
  return { env: { ...env, ...Object.fromEntries(set), PATH }, results: [...results, result] };
}

const EXPRESSION = /\$\{\{ ([a-z_.-]+) \}\}/g;

function expand(text: string, context: Context): string {
  return text.replaceAll(EXPRESSION, (_all, name: string) => {
    const value = context[name];
    if (value === undefined) throw new Error(`the runner knows no "${name}"`);
    return value;
  });
}

/** The one form of condition that the action uses: `inputs.x != ''`. */
function holds(condition: string, context: Context): boolean {
  const name = /^([a-z_.-]+) != ''$/.exec(condition)?.[1];
  if (name === undefined) throw new Error(`no such condition is known: ${condition}`);
  return context[name] !== '';
}
