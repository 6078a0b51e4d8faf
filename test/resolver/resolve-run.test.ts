import { describe, expect, it } from 'vitest';
import { parseSha256 } from '../../src/packaging/index.ts';
import { ask, chosen } from './ask.ts';
import { file, MemorySource } from './memory-source.ts';

const ACME = [file('acme', '1.0'), file('acme', '2.0')];

describe('the run', () => {
  it('tells of each file as it is chosen', async () => {
    const told: string[] = [];
    const files = [file('acme', '1.0', ['b']), file('b', '1.0')];
    await ask(['acme'], files, { onDecision: (decision) => told.push(decision.file.filename) });
    expect(told).toEqual(['acme-1.0-py3-none-any.whl', 'b-1.0-py3-none-any.whl']);
  });

  it('does not tell of files that are rejected at once', async () => {
    const told: string[] = [];
    const files = [file('acme', '2.0', ['b>1']), file('acme', '1.0'), file('b', '1.0')];
    await ask(['b==1.0', 'acme'], files, { onDecision: (decision) => told.push(decision.file.filename) });
    expect(told).toEqual(['b-1.0-py3-none-any.whl', 'acme-1.0-py3-none-any.whl']);
  });

  it('shows how far it is', async () => {
    const shown: string[] = [];
    const progress = {
      update: (phase: string, { done }: { readonly done: number }) => shown.push(`${phase} ${done}`),
    };
    await ask(['acme'], ACME, { progress });
    expect(shown.at(-1)).toBe('resolving 3');
  });

  it('asks for everything that comes into sight without waiting for answers', async () => {
    const memory = new MemorySource([
      file('acme', '1.0', ['b', 'c', 'd']),
      file('b', '1.0', ['e']),
      ...['c', 'd', 'e'].map((name) => file(name, '1.0')),
    ]);
    let open = 0;
    let widest = 0;
    const slowly = async <Value>(answer: Promise<Value>): Promise<Value> => {
      open += 1;
      widest = Math.max(widest, open);
      await new Promise((resolve) => setImmediate(resolve));
      open -= 1;
      return answer;
    };
    await ask(['acme'], [], {
      source: {
        fetchProject: (name) => slowly(memory.fetchProject(name)),
        fetchMetadata: (each) => slowly(memory.fetchMetadata(each)),
      },
    });
    expect(widest).toBe(3);
    expect(new Set(memory.asked).size).toBe(memory.asked.length);
  });

  it('passes on what the source throws, but only for what is needed', async () => {
    class Failing extends MemorySource {
      override async fetchProject(name: Parameters<MemorySource['fetchProject']>[0]) {
        if (name === 'b') throw new TypeError('the network is down');
        return super.fetchProject(name);
      }
    }
    const files = [file('acme', '1.0', ['b']), file('c', '1.0')];
    await expect(ask(['acme'], [], { source: new Failing(files) })).rejects.toThrow('the network is down');
    expect(chosen(await ask(['c'], [], { source: new Failing(files) }))).toEqual(['c 1.0']);
  });

  it('gives up after the attempts that it is given', async () => {
    const files = [file('acme', '1.0', ['b']), file('b', '1.0', ['c']), file('c', '1.0')];
    await expect(ask(['acme'], files, { maxRounds: 2 })).toRefuseWith('resolve.too-deep');
  });

  it('gives up when the time is over', async () => {
    let now = 0;
    const clock = {
      now: () => {
        now += 6 * 60 * 1000;
        return new Date(now);
      },
    };
    await expect(ask(['acme'], ACME, { clock })).toRefuseWith('resolve.too-deep');
  });

  it('refuses constraints with extras', async () => {
    await expect(ask(['acme'], ACME, { constraints: ['acme[x]<2'] })).toRefuseWith('resolve.constraint');
  });

  it('keeps the digest of the metadata that it has read', async () => {
    const { candidates } = await ask(['acme'], ACME);
    expect(parseSha256(candidates[0]?.metadata.sha256 ?? '')).toBeDefined();
  });
});
