import type { VerdictWord } from '../../verdict-words.ts';
import { VERDICT_SIGNS } from '../../verdict-words.ts';
import { html, type Markup } from '../markup.ts';
import type { PlanFile } from '../plan-files.ts';
import { crossedColumns, type Graph, withoutCircles, withoutDetours } from './dependency-graph.ts';
import { BOX, layeredLayout } from './layered-layout.ts';

/** Boxes that are drawn: beyond that nobody finds anything in a picture. */
const MOST_DRAWN = 400;

/** Columns that all lines together cross: whoever makes a plan for it can have millions of them. */
const MOST_CROSSED = 20_000;

/** Characters of a name that a box holds. */
const LONGEST_NAME = 20;

/** The dependency graph as a picture, each box a link to its file; `null` where there is nothing to show in one. */
export function graphView(files: readonly PlanFile[]): Markup | null {
  if (files.length < 2 || files.length > MOST_DRAWN) return null;
  const graph = withoutDetours(withoutCircles(graphOf(files)));
  if (crossedColumns(graph) > MOST_CROSSED) return null;
  const { width, height, boxes, lines } = layeredLayout(graph);
  const [w, h] = [Math.ceil(width), Math.ceil(height)];
  return html`<svg class="graph" role="group" aria-label="Which file is needed by which" width="${w}" height="${h}" viewBox="0 0 ${w} ${h}">
<g class="lines">${lines.map((points, index) => {
    const [from, to] = graph.edges[index] ?? [0, 0];
    return html`<path class="f${from} t${to}" d="${curve(points)}"/>`;
  })}</g>
${files.map((file, index) => box(file, index, boxes[index] ?? { x: 0, y: 0 }))}
</svg>`;
}

/** Rules that bring out the lines of the box that is pointed at. */
export const graphRules = (amount: number): string =>
  Array.from(
    { length: amount },
    (_, index) =>
      `.graph:has(#n${index}:is(:hover,:focus-visible)) :is(.f${index},.t${index}){stroke:var(--ink);opacity:1;stroke-width:2}`,
  ).join('\n');

function graphOf(files: readonly PlanFile[]): Graph {
  const byName = new Map(files.map(({ candidate }, index) => [candidate.name, index]));
  return {
    size: files.length,
    edges: files.flatMap(({ candidate }, to) =>
      [...new Set(candidate.requiredBy)].flatMap((name) => {
        const from = byName.get(name);
        return from === undefined || from === to ? [] : [[from, to] as const];
      }),
    ),
  };
}

function box({ candidate, verdict }: PlanFile, index: number, { x, y }: { x: number; y: number }): Markup {
  const { name, version } = candidate;
  const shown = name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name;
  const [left, top, middle] = [round(x), round(y - BOX.height / 2), round(y + 4.5)];
  return html`<a id="n${index}" class="box ${verdict satisfies VerdictWord}${candidate.requestedBy.length > 0 ? ' asked' : ''}" href="#file-${index}"><title>${name} ${version.toString()}: ${verdict}</title>
<rect x="${left}" y="${top}" width="${BOX.width}" height="${BOX.height}" rx="7"/>
<text class="sign" x="${left + 10}" y="${middle}">${VERDICT_SIGNS[verdict]}</text>
<text x="${left + 26}" y="${middle}">${shown}</text></a>`;
}

/** A line that leaves and arrives level. */
function curve(points: readonly { readonly x: number; readonly y: number }[]): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  let from = first;
  const parts = rest.map((to) => {
    const middle = round((from.x + to.x) / 2);
    const part =
      from.y === to.y
        ? `L${round(to.x)} ${round(to.y)}`
        : `C${middle} ${round(from.y)} ${middle} ${round(to.y)} ${round(to.x)} ${round(to.y)}`;
    from = to;
    return part;
  });
  return `M${round(first.x)} ${round(first.y)}${parts.join('')}`;
}

const round = (value: number): number => Math.round(value * 10) / 10;
