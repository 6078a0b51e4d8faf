// Measures safe-install against the installers alone, in one run on one machine, and prints ratios.
//
//   npm run bench -- [--only NAME,NAME] [--rounds N] [--stages] [--list]
//
// Needs the index that pip is configured for. Nothing is asserted: a figure is for a person to judge.
import { existsSync } from 'node:fs';
import { cpus } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { FIGURES } from './figures.mjs';
import { Workplace } from './workplace.mjs';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    rounds: { type: 'string', default: '5' },
    stages: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  },
});

const row = (what, ours, other, ratio, aim) =>
  `${what.padEnd(46)} ${ours.padEnd(27)} ${other.padEnd(27)} ${ratio.padStart(6)} ${aim.padStart(6)}`;

if (values.list) {
  for (const { name, what } of FIGURES) console.log(`${name.padEnd(16)} ${what}`);
} else {
  if (!existsSync(join(resolve(import.meta.dirname, '../..'), 'dist/cli.js')))
    throw new Error('the command is not built: npm run build');
  const wanted = values.only?.split(',');
  const unknown = wanted?.filter((name) => !FIGURES.some((figure) => figure.name === name)) ?? [];
  if (unknown.length > 0) throw new Error(`no such figure: ${unknown.join(', ')} (--list shows them)`);
  const rounds = Number(values.rounds);
  const workplace = await Workplace.make();
  try {
    console.log(`Node ${process.version}, ${cpus().length} cores, medians of ${rounds} (least-most)\n`);
    console.log(row('figure', 'safe-install', 'against', 'ratio', 'aim'));
    for (const { name, what, aim, run } of FIGURES) {
      if (wanted !== undefined && !wanted.includes(name)) continue;
      const { ours, other, ratio, stages } = await run(workplace, rounds);
      console.log(row(what, ours, other, ratio?.toFixed(2) ?? '-', `≤ ${aim}`));
      if (values.stages && stages !== undefined) console.log(`    safe-install: ${stages}`);
    }
  } finally {
    await workplace.remove();
  }
}
