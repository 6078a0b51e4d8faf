import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Milliseconds between two looks at a process's peak of memory: a peak never shrinks, so few looks are enough. */
const LOOK_EVERY = 20;

/** Peak of resident memory of a running process in bytes; `undefined` where the system does not tell. */
function peakOf(pid) {
  try {
    const line = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
    return line === null ? undefined : Number(line[1]) * 1024;
  } catch {
    return undefined; // the process has ended, or this is no Linux
  }
}

/**
 * Runs a program to its end.
 *
 * @param {{ program: string, args: readonly string[], env: Record<string, string>, cwd: string, memory?: boolean,
 *   ends?: number }} what `ends`: the exit code that it has when all is well.
 * @returns {Promise<{ milliseconds: number, peak: number | undefined, stderr: string }>} `peak` is in bytes and of the
 *   process alone: what it starts is not counted.
 */
export async function measure({ program, args, env, cwd, memory = false, ends = 0 }) {
  const started = performance.now();
  const child = spawn(program, args, { env, cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  let peak;
  const look = () => {
    peak = peakOf(child.pid) ?? peak;
  };
  const timer = memory ? setInterval(look, LOOK_EVERY) : undefined;
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  clearInterval(timer);
  const milliseconds = performance.now() - started;
  if (code !== ends) throw new Error(`${program} ${args.join(' ')} ended with ${code}:\n${stderr}`);
  return { milliseconds, peak, stderr };
}

/** Milliseconds of each phase, from the line that `SAFE_INSTALL_TIMINGS=1` adds to stderr. */
export function timingsOf(stderr) {
  const line = stderr.split('\n').find((each) => each.startsWith('{"timings":'));
  if (line === undefined) throw new Error(`no timings in:\n${stderr}`);
  return JSON.parse(line).timings;
}

export function median(numbers) {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Runs `a` and `b` in turn, each `rounds` times, so that a change of the machine's load meets both. */
export async function alternate(rounds, a, b) {
  const results = { a: [], b: [] };
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? 'a' : 'b';
    for (const which of first === 'a' ? ['a', 'b'] : ['b', 'a'])
      results[which].push(await (which === 'a' ? a : b)());
  }
  return results;
}
