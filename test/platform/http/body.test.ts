import { describe, expect, it } from 'vitest';
import { BodyGuard, guarded, readWhole } from '../../../src/platform/http/body.ts';

const RULES = {
  url: 'https://index.example/a',
  expected: null,
  maxBytes: 100,
  slowest: { bytes: 50, window: 1000 },
};

async function* chunksOf(...sizes: number[]): AsyncGenerator<Uint8Array> {
  for (const size of sizes) yield Buffer.alloc(size);
}

describe('BodyGuard', () => {
  it('refuses an announced length beyond the cap before a byte is read', () => {
    expect(() => new BodyGuard({ ...RULES, expected: 101 })).toRefuse('network.too-large');
  });

  it('refuses the byte beyond the cap', () => {
    const guard = new BodyGuard(RULES);
    guard.accept(100, 0);
    expect(() => guard.accept(1, 0)).toRefuse('network.too-large');
  });

  it('refuses more, and less, than was announced', () => {
    const more = new BodyGuard({ ...RULES, expected: 10 });
    expect(() => more.accept(11, 0)).toRefuse('network.truncated');
    const less = new BodyGuard({ ...RULES, expected: 10 });
    less.accept(9, 0);
    expect(() => less.finish()).toRefuse('network.truncated');
    less.accept(1, 0);
    expect(less.finish()).toBeUndefined();
  });

  it('refuses a drip, and not a pause between two floods', () => {
    const drip = new BodyGuard(RULES);
    drip.accept(1, 600);
    expect(() => drip.accept(48, 400)).toRefuse('network.slow');
    const flood = new BodyGuard(RULES);
    flood.accept(25, 999);
    flood.accept(25, 1);
    flood.accept(0, 999);
    expect(() => flood.accept(0, 1)).toRefuse('network.slow');
  });
});

describe('guarded', () => {
  it('passes the chunks on', async () => {
    expect((await readWhole(chunksOf(10, 20), { ...RULES, expected: 30 })).length).toBe(30);
  });

  it('does not take a slow reader for a slow server', async () => {
    const rules = { ...RULES, slowest: { bytes: 1000, window: 30 } };
    let seen = 0;
    for await (const chunk of guarded(chunksOf(10, 10, 10, 10), rules)) {
      seen += chunk.length;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    expect(seen).toBe(40);
  });
});
