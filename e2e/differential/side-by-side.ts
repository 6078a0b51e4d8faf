import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHARED_DATA } from '../../test/support/shared-data.ts';
import type { Case } from './case.ts';
import { codesOf, compare } from './compare.ts';
import { DIFFERENCES, type Difference } from './differences.ts';
import type { Group } from './groups.ts';
import { Pool } from './pool.ts';
import { type Flavour, Slot } from './slot.ts';
import { makeWorld, type World } from './world.ts';

/**
 * Plays every case of the groups, several at once, and holds what differs against what is known to.
 *
 * @param slots how many environments of each kind are at work.
 */
export function playSideBySide(groups: readonly Group[], slots: Partial<Record<Flavour, number>>): void {
  let world: World | undefined;
  let made: readonly Slot[] = [];
  const pools = new Map<Flavour, Pool<Slot>>();
  beforeAll(async () => {
    const open = await makeWorld();
    world = open;
    const wanted = Object.entries(slots).flatMap(([flavour, count]) =>
      Array.from({ length: count }, () => flavour as Flavour),
    );
    made = await Promise.all(wanted.map((flavour) => Slot.make(flavour, open)));
    for (const flavour of new Set(wanted))
      pools.set(flavour, new Pool(made.filter((slot) => slot.flavour === flavour)));
  });
  afterAll(async () => {
    await Promise.all(made.map((slot) => slot.close()));
    await world?.close();
  });

  describe.concurrent.each(groups)('$title', ({ flavour, cases }) => {
    // the recorded cases come from ../shared; a group that is empty with it is a fault
    if (cases.length === 0)
      it.skipIf(SHARED_DATA === undefined)('has cases', () => expect(cases).not.toEqual([]));
    it.each(cases)('$name', async (played) => {
      const pool = pools.get(flavour);
      if (pool === undefined) throw new TypeError(`there is no environment "${flavour}"`);
      await pool.use((slot) => check(slot, played));
    });
  });
}

async function check(slot: Slot, played: Case): Promise<void> {
  const { theirs, ours } = await slot.play(played);
  const lines = compare(theirs, ours);
  const both = `\nthe installer:\n${theirs.said}\nsafe-install:\n${ours.said}`;
  if (played.differs === undefined) {
    expect(lines, both).toEqual([]);
    return;
  }
  const { codes = [], lines: pattern }: Difference = DIFFERENCES[played.differs];
  expect(lines, `they no longer differ${both}`).not.toEqual([]);
  if (pattern === undefined) expect(codes, both).toEqual(expect.arrayContaining([...codesOf(ours.said)]));
  else
    expect(
      lines.filter((line) => !pattern.test(line)),
      both,
    ).toEqual([]);
}
