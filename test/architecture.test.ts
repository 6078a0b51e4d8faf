import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SOURCE = resolve(import.meta.dirname, '../src');

/** Rooms by floor, from the ground up (docs/architecture.md). */
const FLOORS: readonly (readonly string[])[] = [
  ['errors'],
  ['packaging', 'platform'],
  ['artifact', 'interpreter'],
  ['index'],
  ['resolver', 'archive', 'attestation'],
  ['policy'],
  ['verify'],
  ['installers', 'report', 'shims'],
  ['build'],
  ['prepare'],
  ['audit'],
  ['cli'],
];

/** Modules that only the named rooms may import. */
const RESERVED: readonly { readonly module: RegExp; readonly rooms: readonly string[] }[] = [
  {
    module: /^(node:)?child_process$|^execa$|^undici(?:\/|$)|^(node:)?https?$|^(node:)?http2$/,
    rooms: ['platform'],
  },
  { module: /^@sigstore\/|^sigstore$|^@tufjs\/|^tuf-js(\/|$)/, rooms: ['attestation'] },
  { module: /^tar$|^yauzl$/, rooms: ['archive'] },
  { module: /^commander$/, rooms: ['cli'] },
  {
    module: /^(node:)?fs(\/promises)?$/,
    rooms: ['platform', 'archive', 'interpreter', 'index', 'installers', 'shims', 'build', 'audit'],
  },
];

/** A file that one idea cannot need more of. */
const LONGEST_FILE = 400;

const floorOf = (room: string): number => FLOORS.findIndex((rooms) => rooms.includes(room));

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? sourceFiles(path) : entry.name.endsWith('.ts') ? [path] : [];
  });
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s[^'";]*?from\s*'([^']+)'|(?:^|\n)\s*import\s*'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/g;

/** Every module that a source text imports, statically or late. */
function importsOf(text: string): string[] {
  return [...text.matchAll(IMPORT)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** What is wrong with one file's imports; empty when the house rules hold. */
function violations(path: string, text: string): string[] {
  const here = relative(SOURCE, path).split(sep);
  const room = here.length > 1 ? here[0] : undefined;
  return importsOf(text).flatMap((module) => {
    if (!module.startsWith('.')) {
      return RESERVED.filter(
        (rule) => rule.module.test(module) && room !== undefined && !rule.rooms.includes(room),
      ).map((rule) => `${here.join('/')} imports ${module}, which is reserved for ${rule.rooms.join(', ')}`);
    }
    const target = relative(SOURCE, resolve(dirname(path), module)).split(sep);
    const targetRoom = target.length > 1 ? target[0] : undefined;
    if (room === undefined || targetRoom === undefined || targetRoom === room || targetRoom === '..')
      return [];
    if (target.slice(1).join('/') !== 'index.ts')
      return [`${here.join('/')} enters ${targetRoom} by ${module}, not by its index.ts`];
    if (floorOf(targetRoom) >= floorOf(room))
      return [`${here.join('/')} (${room}) imports ${targetRoom}, which is not on a lower floor`];
    return [];
  });
}

describe('the house', () => {
  const files = sourceFiles(SOURCE);

  it('has source files to look at', () => {
    expect(files.length).toBeGreaterThan(10);
  });

  it('puts every room on a floor', () => {
    const rooms = readdirSync(SOURCE, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(rooms.map((entry) => entry.name).filter((room) => floorOf(room) < 0)).toEqual([]);
  });

  it('imports lower floors only, through the door, and reserved modules only where they belong', () => {
    expect(files.flatMap((path) => violations(path, readFileSync(path, 'utf8')))).toEqual([]);
  });

  it.each([
    ['a higher floor', 'errors/x.ts', "import { a } from '../cli/index.ts';", /not on a lower floor/],
    [
      'a room of the same floor',
      'resolver/x.ts',
      "import type { a } from '../archive/index.ts';",
      /not on a lower floor/,
    ],
    ['a side door', 'cli/x.ts', "import { a } from '../packaging/version.ts';", /not by its index/],
    ['a late import', 'errors/x.ts', "const a = await import('execa');", /reserved/],
    ['a reserved module', 'policy/x.ts', "import { verify } from '@sigstore/verify';", /reserved/],
  ])('notices %s', (_reason, path, text, expected) => {
    expect(violations(join(SOURCE, path), text).join()).toMatch(expected);
  });

  it(`has no file of more than ${LONGEST_FILE} lines`, () => {
    const long = files.map(
      (path) => [relative(SOURCE, path), readFileSync(path, 'utf8').split('\n').length] as const,
    );
    expect(long.filter(([, lines]) => lines > LONGEST_FILE)).toEqual([]);
  });
});
