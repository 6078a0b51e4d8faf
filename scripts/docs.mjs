// Writes the documents that are made from tables in the code (docs/errors.md), or with --check says whether they are up
// to date and whether every link between documents leads somewhere. Needs dist/ (npm run build).
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { EXIT_CODES, REASONS } from '../dist/index.js';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
const check = process.argv.includes('--check');
let wrong = 0;

const OUTCOMES = {
  refused: 'refused, definitively',
  usage: 'usage, or an invalid policy',
  unverifiable: 'could not verify: try again',
  unresolvable: 'no resolution',
  installer: 'the installer failed',
  bug: 'a bug of ours',
};

function errorsDocument() {
  const families = Map.groupBy
    ? Map.groupBy(Object.entries(REASONS), ([code]) => code.split('.')[0])
    : Object.entries(REASONS).reduce((map, entry) => {
        const family = entry[0].split('.')[0];
        return map.set(family, [...(map.get(family) ?? []), entry]);
      }, new Map());
  const lines = [
    '# Errors',
    '',
    'Every refusal carries a reason code, which is never renamed, and ends the process with the exit code of its outcome.',
    'This page is written from `src/errors/codes.ts` by `npm run docs`.',
    '',
    '| exit code | meaning |',
    '|---|---|',
    '| 0 | done |',
    ...Object.entries(EXIT_CODES).map(([outcome, code]) => `| ${code} | ${OUTCOMES[outcome]} |`),
  ];
  for (const [family, entries] of [...families].sort(([a], [b]) => (a < b ? -1 : 1))) {
    lines.push('', `## ${family}`);
    for (const [code, { outcome, means, remedy }] of entries.sort(([a], [b]) => (a < b ? -1 : 1))) {
      lines.push(
        '',
        `### ${code}`,
        '',
        `Exit code ${EXIT_CODES[outcome]} (${OUTCOMES[outcome]}). ${means} ${remedy}`,
      );
    }
  }
  return `${lines.join('\n')}\n`;
}

function settle(path, text) {
  const present = existsSync(path) ? readFileSync(path, 'utf8') : '';
  if (present === text) return;
  if (!check) {
    writeFileSync(path, text);
    console.log(`wrote ${path}`);
    return;
  }
  console.error(`${path} is not up to date: run npm run docs`);
  wrong += 1;
}

/** Every relative link of every document leads to a file, and to a heading where it names one. */
function checkLinks() {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'CHANGELOG.md',
    ...readdirSync('docs').map((name) => join('docs', name)),
  ].filter((path) => path.endsWith('.md') && existsSync(path));
  for (const path of documents) {
    for (const [, target] of readFileSync(path, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^[a-z]+:/.test(target)) continue;
      const [file, anchor] = target.split('#');
      const other = file === '' ? path : resolve(dirname(path), file);
      const headings =
        existsSync(other) && other.endsWith('.md')
          ? (readFileSync(other, 'utf8').match(/^#+ .*$/gm) ?? [])
          : [];
      const slugs = headings.map((line) =>
        line
          .replace(/^#+ /, '')
          .toLowerCase()
          .replace(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      );
      if (!existsSync(other) || (anchor && !slugs.includes(anchor))) {
        console.error(`${path}: the link to ${target} leads nowhere`);
        wrong += 1;
      }
    }
  }
}

settle('docs/errors.md', errorsDocument());
checkLinks();
process.exitCode = wrong > 0 ? 1 : 0;
