/** Something in a column. */
export interface Settled {
  readonly height: number;
  /** Middle of it. */
  y: number;
}

/** Pixels between two of them. */
const GAP = 10;

/**
 * Moves what stands in a column as near as its order and its heights allow to where each wants to be: the least squares.
 * Those that would overlap form a block, which goes where its members want to be on average.
 *
 * @param wantedOf asked once of each, before anything moves.
 */
export function settle<Each extends Settled>(
  column: readonly Each[],
  wantedOf: (each: Each) => number,
): void {
  const offsets = offsetsOf(column);
  const blocks: Block[] = [];
  for (const [index, wanted] of column.map(wantedOf).entries()) {
    let block: Block = { first: index, members: 1, sum: wanted - (offsets[index] ?? 0) };
    for (
      let above = blocks.at(-1);
      above !== undefined && startOf(above) > startOf(block);
      above = blocks.at(-1)
    ) {
      blocks.pop();
      block = { first: above.first, members: above.members + block.members, sum: above.sum + block.sum };
    }
    blocks.push(block);
  }
  for (const block of blocks) {
    for (let index = block.first; index < block.first + block.members; index += 1) {
      const each = column[index];
      if (each !== undefined) each.y = startOf(block) + (offsets[index] ?? 0);
    }
  }
}

interface Block {
  readonly first: number;
  readonly members: number;
  /** Of where each wants the column to begin, so that it stands where it wants to. */
  readonly sum: number;
}

const startOf = ({ sum, members }: Block): number => sum / members;

/** Where the middle of each is when all stand close below the first. */
function offsetsOf(column: readonly Settled[]): readonly number[] {
  let offset = 0;
  return column.map(({ height }, index) => {
    if (index > 0) offset += ((column[index - 1]?.height ?? 0) + height) / 2 + GAP;
    return offset;
  });
}
