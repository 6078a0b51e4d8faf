import type { OptionRow } from '../../src/installers/option.ts';
import { pipTables } from '../../src/installers/option-index.ts';

type Line = readonly [words: readonly string[], variables: Readonly<Record<string, string>>];

/** A value that the option takes; `x` where any text will do. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--group': ['dev', 'sub/pyproject.toml:dev'],
  '--uploaded-prior-to': ['2026-01-01', '2026-01-01T00:00:00Z'],
  '--python-version': ['3', '3.12', '312', '3.12.1'],
  '--config-settings': ['a=b', 'c='],
  '--no-binary': [':all:', 'a,b', ':none:', 'A_b'],
  '--only-binary': [':all:', 'b', 'a,:none:,c'],
  '--all-releases': ['a', ':all:'],
  '--only-final': ['a,b', ':none:'],
  '--index-url': ['https://index.example/simple'],
  '--extra-index-url': ['https://other.example/simple'],
  '--cache-dir': ['/cache'],
};

/** Options that end the parser, that we refuse with a reason, or that say here what `-vv` says. */
const LEFT: ReadonlySet<string> = new Set(['--help', '--use-deprecated', '--debug']);

/** Numbers without chance: a linear congruence, from 0 up to but without `limit`. */
function numbersFrom(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * limit);
  };
}

/**
 * Command lines of `pip install` with options in every spelling: whole, abbreviated as far as it goes and once too far,
 * with their value behind an equals sign, in the next word or at once, clustered, between the other words, and as
 * variables. The same for the same count.
 */
export function generateLines(count: number): readonly Line[] {
  const next = numbersFrom(20_261_124);
  const rows = pipTables('install')
    .flatMap((table) => Object.entries(table))
    .filter(([name, { fate }]) => fate !== 'refuse' && !LEFT.has(name));
  const longs = rows.flatMap(([name, { also = [] }]) => [name, ...also]);
  const flags = rows.flatMap(([, { short, value }]) =>
    short !== undefined && value === undefined ? [short] : [],
  );
  const pick = <Item>(items: readonly Item[]): Item => items[next(items.length)] as Item;

  const someValue = (name: string, { kind, choices }: OptionRow): string =>
    pick(
      choices ??
        VALUES[name] ??
        (kind === 'integer' || kind === 'number' ? ['3', '0', '12'] : ['x', 'y/z', '-q']),
    );

  /** The shortest beginning that fits this spelling alone, or one letter less. */
  const abbreviated = (long: string): string => {
    if (long === '--isolated') return long; // pip looks for the whole word before it parses any
    let length = 3;
    const fits = (): number => longs.filter((each) => each.startsWith(long.slice(0, length))).length;
    while (length < long.length && fits() > 1) length += 1;
    return long.slice(0, next(12) === 0 ? length - 1 : length);
  };

  const optionWords = (): readonly string[] => {
    const [name, row] = pick(rows);
    const { short, also = [] } = row;
    if (row.value === undefined) {
      if (short !== undefined && next(2) === 0)
        return [`${short}${next(2) === 0 ? pick(flags).slice(1) : ''}`];
      const long = pick([name, ...also]);
      return [next(3) === 0 ? abbreviated(long) : long];
    }
    const value = someValue(name, row);
    if (short !== undefined && next(2) === 0)
      return next(2) === 0
        ? [`${next(3) === 0 ? pick(flags) : '-'}${short.slice(1)}${value}`]
        : [short, value];
    const long = next(3) === 0 ? abbreviated(pick([name, ...also])) : pick([name, ...also]);
    return next(2) === 0 ? [`${long}=${value}`] : [long, value];
  };

  const variable = (): readonly [string, string] => {
    const [name, row] = pick(rows.filter(([each]) => each !== '--python'));
    const truth = pick(['1', 'no', 'true', 'off', '0']);
    const value =
      row.value === undefined
        ? row.repeats === 'count'
          ? pick(['1', '2', 'yes'])
          : truth
        : someValue(name, row);
    return [`PIP_${name.slice(2).toUpperCase().replaceAll('-', '_')}`, value];
  };

  return Array.from({ length: count }, (): Line => {
    const parts = Array.from({ length: 1 + next(4) }, optionWords);
    parts.splice(next(parts.length + 1), 0, ['acme']);
    if (next(10) === 0) parts.push(['--', '-c']);
    return [parts.flat(), Object.fromEntries(Array.from({ length: next(3) }, variable))];
  });
}
