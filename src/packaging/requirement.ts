import { redactUrl } from '../errors/index.ts';
import { Marker } from './marker.ts';
import { type NormalizedName, normalizeName } from './names.ts';
import { isPythonSpace, skipSpace, trimSpaceEnd } from './python-space.ts';
import { SourceText } from './source-text.ts';
import { readSpecifiers, SpecifierSet } from './specifier-set.ts';

const NAME_CHARACTER = /[A-Za-z0-9._-]/;
const ALPHANUMERIC = /[A-Za-z0-9]/;

/** What somebody asks for: a project, with which extras, in which versions or from where, and when. */
export class Requirement {
  /** As written. */
  readonly name: string;
  readonly normalizedName: NormalizedName;
  /** Without repetitions, sorted. */
  readonly extras: readonly NormalizedName[];
  readonly writtenExtras: readonly string[];
  readonly specifier: SpecifierSet;
  /** As written after the `@`; not checked to be a URL. */
  readonly url: string | null;
  readonly marker: Marker | null;

  constructor(parts: {
    readonly name: string;
    readonly extras?: readonly string[];
    readonly specifier?: SpecifierSet;
    readonly url?: string | null;
    readonly marker?: Marker | null;
  }) {
    this.name = parts.name;
    this.normalizedName = normalizeName(parts.name);
    this.writtenExtras = [...new Set(parts.extras)].sort();
    this.extras = [...new Set(this.writtenExtras.map(normalizeName))].sort();
    this.specifier = parts.specifier ?? SpecifierSet.any;
    this.url = parts.url ?? null;
    this.marker = parts.marker ?? null;
  }

  /** Exactly, and so with whatever credentials are in its URL; what people and logs read is {@link describe}. */
  toString(): string {
    return this.#write((url) => url);
  }

  /** The text with its URL safe to show: without credentials, query and fragment. */
  describe(): string {
    return this.#write(redactUrl);
  }

  #write(urlText: (url: string) => string): string {
    const extras = this.writtenExtras.length === 0 ? '' : `[${this.writtenExtras.join(',')}]`;
    const url = this.url === null ? '' : ` @ ${urlText(this.url)}${this.marker === null ? '' : ' '}`;
    const marker = this.marker === null ? '' : `; ${this.marker}`;
    return `${this.name}${extras}${this.specifier}${url}${marker}`;
  }

  toJSON(): string {
    return this.toString();
  }
}

/** `identifier = [A-Za-z0-9] [A-Za-z0-9._-]*`, up to its last letter, digit or underscore; empty when none is next. */
function readIdentifier(source: SourceText): string {
  const { text, at } = source;
  if (!ALPHANUMERIC.test(text.charAt(at))) return '';
  let end = at + 1;
  while (NAME_CHARACTER.test(text.charAt(end))) end += 1;
  if (source.isWordCharacter(end)) return '';
  while (text[end - 1] === '-' || text[end - 1] === '.') end -= 1;
  source.at = end;
  return text.slice(at, end);
}

/** `extras = ("[" (identifier ("," identifier)*)? "]")?` */
function readExtras(source: SourceText): string[] {
  const start = source.at;
  if (!source.accept('[')) return [];
  const extras: string[] = [];
  source.skipBlanks();
  for (;;) {
    const extra = readIdentifier(source);
    if (extra === '') {
      if (extras.length > 0) source.refuseHere('expected the name of an extra after ","');
      break;
    }
    extras.push(extra);
    source.skipBlanks();
    if (!source.accept(',')) break;
    source.skipBlanks();
  }
  source.skipBlanks();
  if (source.accept(']')) return extras;
  if (extras.length > 0 && !source.isAtEnd)
    source.refuseHere('expected "," or "]" after the name of an extra');
  return source.refuse({ message: 'expected the matching "]"', start, end: source.at });
}

/** Where a stretch of specifiers ends: no specifier has a `;` or `)` in it. */
function endOfSpecifiers(text: string, start: number): number {
  let end = start;
  while (end < text.length && text[end] !== ';' && text[end] !== ')') end += 1;
  return end;
}

/** What stands after the name (and extras) is the beginning of nothing that may stand there. */
function refuseAfterName(source: SourceText): never {
  const rest = source.text.slice(source.at, source.endOfChunk(source.at));
  return source.refuseHere(
    'expected a version specifier, "@", ";" or the end after the name',
    AFTER_NAME_HINTS.find(([pattern]) => pattern.test(rest))?.[1],
  );
}

/** What people write there. */
const AFTER_NAME_HINTS: readonly (readonly [RegExp, string])[] = [
  [/^[0-9]/, 'Write "==" before the version'],
  [/^#/, 'A comment may stand in a requirements file only'],
  [/^:|^\+/, 'Write "NAME @ URL" for a file or repository at a URL'],
  [/^[/\\]/, 'Write "./" before the path of a file or folder'],
];

const OPERATOR_STARTS = '=!~<>^';

/** `specifiers = "(" list? ")" | list?` with `list = specifier ("," specifier)* ","?` */
function readSpecifierPart(source: SourceText): SpecifierSet {
  const open = source.at;
  const isEnclosed = source.accept('(');
  source.skipBlanks();
  const start = source.at;
  const end = endOfSpecifiers(source.text, start);
  const first = source.text.charAt(start);
  if (start < end && !isPythonSpace(first.charCodeAt(0)) && first !== ',' && !OPERATOR_STARTS.includes(first))
    refuseAfterName(source);
  source.at = trimSpaceEnd(source.text, start, end);
  const specifiers = readSpecifiers(source, start, source.at);
  checkClauses(source, start, source.at);
  source.skipBlanks();
  if (isEnclosed && !source.accept(')'))
    source.refuse({ message: 'expected the matching ")"', start: open, end: source.at });
  return SpecifierSet.of(specifiers);
}

/** A set of specifiers alone forgives empty clauses and line ends; PEP 508 forgives a comma at the end, and blanks. */
function checkClauses(source: SourceText, start: number, end: number): void {
  const { text } = source;
  let clauseStart = start;
  for (let at = start; at <= end; at += 1) {
    if (at < end && text[at] !== ',') continue;
    const isEmpty = skipSpace(text, clauseStart, at) === at;
    if (isEmpty && at < end)
      source.refuse({ message: 'expected a specifier before ","', start: at, end: at + 1 });
    for (const edge of isEmpty ? [] : [skipBlanks(text, clauseStart), trimBlanksEnd(text, at) - 1])
      if (isPythonSpace(text.charCodeAt(edge)))
        source.refuse({ message: 'expected a space or tab', start: edge, end: edge + 1 });
    clauseStart = at + 1;
  }
}

const isBlank = (character: string | undefined): boolean => character === ' ' || character === '\t';

function skipBlanks(text: string, start: number): number {
  let at = start;
  while (isBlank(text[at])) at += 1;
  return at;
}

function trimBlanksEnd(text: string, end: number): number {
  let at = end;
  while (isBlank(text[at - 1])) at -= 1;
  return at;
}

function readUrl(source: SourceText): string {
  source.skipBlanks();
  const start = source.at;
  while (!source.isAtEnd && !source.startsWith(' ') && !source.startsWith('\t')) source.at += 1;
  if (source.at === start) source.refuseHere('expected a URL after "@"');
  return source.text.slice(start, source.at);
}

/** `requirement = name extras? ("@" url | specifiers) (";" marker)?` */
function readRequirement(source: SourceText): Requirement {
  source.skipBlanks();
  const name = readIdentifier(source);
  if (name === '') source.refuseHere('expected the name of a project');
  source.skipBlanks();
  const extras = readExtras(source);
  source.skipBlanks();
  const isUrl = source.accept('@');
  const url = isUrl ? readUrl(source) : null;
  const specifier = isUrl ? SpecifierSet.any : readSpecifierPart(source);
  source.skipBlanks();
  const hasMarker = source.accept(';');
  const marker = hasMarker ? Marker.read(source) : null;
  if (!source.isAtEnd)
    source.refuseHere(
      hasMarker ? 'expected "and", "or" or the end of the requirement' : afterVersions(isUrl),
    );
  return new Requirement({ name, extras, specifier, url, marker });
}

const afterVersions = (isUrl: boolean): string =>
  isUrl ? 'expected ";" or the end after the URL' : 'expected ";" or the end of the requirement';

/**
 * A requirement from its text, such as `acme[cli]>=1.4 ; python_version >= "3.9"` or `acme @ https://…`.
 *
 * @throws SafeInstallError `packaging.requirement`, with the place where the text stops to be one.
 * @see https://packaging.python.org/en/latest/specifications/dependency-specifiers/
 */
export const parseRequirement = (text: string): Requirement =>
  readRequirement(new SourceText(text, 'packaging.requirement'));
