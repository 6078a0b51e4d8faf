import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lastLines } from '../../src/build/last-lines.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const shown = async (text: string, most?: number): Promise<readonly string[]> =>
  (await lastLines(scratch.put(text), most)).map(({ value }) => value);

describe('lastLines', () => {
  it.each<[string, string, readonly string[]]>([
    ['those that say something', 'one\n\n  \ntwo\r\nthree', ['one', 'two', 'three']],
    ['what stands behind a carriage return', 'working\rdone', ['working', 'done']],
    ['nothing of nothing', '', []],
  ])('are %s', async (_reason, text, expected) => {
    expect(await shown(text)).toEqual(expected);
  });

  it('are the last ones, and as many as fit on a screen', async () => {
    const short = Array.from({ length: 50 }, (_, number) => `line ${number}`).join('\n');
    expect(await shown(short)).toHaveLength(9);
    expect((await shown(short)).at(-1)).toBe('line 49');
    expect(await shown(short, 2)).toEqual(['line 48', 'line 49']);
    const long = await shown(`${'x'.repeat(10_000)}\n`.repeat(20));
    expect(long.map((line) => line.length)).toEqual([198, 198, 198, 198]);
  });

  it('are read from the end of a long log', async () => {
    expect((await shown(`${'x\n'.repeat(200_000)}the end\n`)).at(-1)).toBe('the end');
  });

  it('are none where there is no log, or no file', async () => {
    expect(await lastLines(join(scratch.path, 'no-such-log'))).toEqual([]);
    expect(await lastLines(scratch.path)).toEqual([]);
  });
});
