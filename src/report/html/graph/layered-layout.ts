import { type Graph, ranksOf } from './dependency-graph.ts';
import { type Settled, settle } from './settle-column.ts';

/** Pixels. */
export const BOX = { width: 166, height: 27 } as const;
const COLUMN_GAP = 42;
/** Of a line that passes a column between its boxes. */
const PASSAGE = 8;
const MARGIN = 12;

/** Sweeps over the columns: more than a few change nothing that is seen. */
const SWEEPS = 8;

/** What takes part in a column: a box, or a line that passes. */
interface Slot extends Settled {
  readonly rank: number;
  readonly before: Slot[];
  readonly after: Slot[];
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  /** Of each node: the left edge, and the middle of its height. */
  readonly boxes: readonly { readonly x: number; readonly y: number }[];
  /** Of each edge: where the line goes, from the right edge of one box to the left edge of another. */
  readonly lines: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

/**
 * Places a graph without circles in columns, from those that need to those that are needed, so that few lines cross: ranks
 * by longest way, lines that pass a column get a place in it, the order by the middle of the neighbours. One node at least.
 *
 * @see Sugiyama, Tagawa, Toda: Methods for visual understanding of hierarchical system structures (1981)
 */
export function layeredLayout(graph: Graph): Layout {
  const ranks = ranksOf(graph);
  const boxes = ranks.map((rank) => slot(rank, BOX.height));
  const passages = graph.edges.map(([from, to]) => connect(boxes[from], boxes[to]));
  const columns = columnsOf([...boxes, ...passages.flat()]);
  for (const column of columns) settle(column, () => 0);
  for (let sweep = 0; sweep < SWEEPS; sweep += 1) {
    const isDown = sweep % 2 === 0;
    for (const column of isDown ? columns : columns.toReversed()) {
      arrange(column, (each) => (isDown ? each.before : each.after));
    }
  }
  for (const column of columns.toReversed())
    settle(column, (each) => meanOf([...each.before, ...each.after], each.y));
  const slots = columns.flat();
  const top = Math.min(...slots.map(({ y, height }) => y - height / 2));
  for (const each of slots) each.y += MARGIN - top;
  const bottom = Math.max(...slots.map(({ y, height }) => y + height / 2));
  return {
    width: MARGIN * 2 + columns.length * (BOX.width + COLUMN_GAP) - COLUMN_GAP,
    height: bottom + MARGIN,
    boxes: boxes.map(({ rank, y }) => ({ x: left(rank), y })),
    lines: graph.edges.map(([from, to], index) => lineOf(boxes[from], passages[index] ?? [], boxes[to])),
  };
}

const slot = (rank: number, height: number): Slot => ({ rank, height, before: [], after: [], y: 0 });

const left = (rank: number): number => MARGIN + rank * (BOX.width + COLUMN_GAP);

/** Makes a place for a line in every column that it passes. */
function connect(from: Slot | undefined, to: Slot | undefined): readonly Slot[] {
  if (from === undefined || to === undefined) return [];
  const passages = Array.from({ length: to.rank - from.rank - 1 }, (_, index) =>
    slot(from.rank + index + 1, PASSAGE),
  );
  const chain = [from, ...passages, to];
  chain.slice(1).forEach((each, index) => {
    const previous = chain[index];
    if (previous === undefined) return;
    previous.after.push(each);
    each.before.push(previous);
  });
  return passages;
}

function columnsOf(slots: readonly Slot[]): readonly Slot[][] {
  const columns: Slot[][] = [];
  for (const each of slots) {
    columns[each.rank] ??= [];
    columns[each.rank]?.push(each);
  }
  return columns;
}

const meanOf = (slots: readonly Slot[], otherwise: number): number =>
  slots.length === 0 ? otherwise : slots.reduce((sum, { y }) => sum + y, 0) / slots.length;

/** Orders a column by where its neighbours are. */
function arrange(column: Slot[], neighboursOf: (slot: Slot) => readonly Slot[]): void {
  const wanted = new Map(column.map((each) => [each, meanOf(neighboursOf(each), each.y)]));
  column.sort((one, other) => (wanted.get(one) ?? 0) - (wanted.get(other) ?? 0));
  settle(column, (each) => wanted.get(each) ?? each.y);
}

function lineOf(
  from: Slot | undefined,
  passages: readonly Slot[],
  to: Slot | undefined,
): readonly { readonly x: number; readonly y: number }[] {
  if (from === undefined || to === undefined) return [];
  return [
    { x: left(from.rank) + BOX.width, y: from.y },
    ...passages.flatMap(({ rank, y }) => [
      { x: left(rank), y },
      { x: left(rank) + BOX.width, y },
    ]),
    { x: left(to.rank), y: to.y },
  ];
}
