import { isAbsolute, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ConfigSettings } from '../build/index.ts';
import { SafeInstallError } from '../errors/index.ts';
import {
  type AllowedHash,
  type MarkerEnvironment,
  type NormalizedName,
  normalizeName,
  parseMarker,
  parseRequirement,
  type Requirement,
} from '../packaging/index.ts';
import { kindOfPath } from '../platform/index.ts';
import type { UserRequirement } from '../resolver/index.ts';

/** A requirement as the user wrote it: a word of the command line, or a line of a file. */
export interface UserWord {
  readonly text: string;
  readonly editable: boolean;
  readonly hashes: readonly AllowedHash[];
  /** `KEY=VALUE` for its build; none without it. */
  readonly configSettings?: ConfigSettings;
  /** `requirements.txt:3`; `null` for the command line. */
  readonly origin: string | null;
}

interface WordContext {
  readonly currentFolder: string;
  readonly markers: MarkerEnvironment;
}

const SCHEME = /^[a-z][a-z0-9+.-]*:/i;
const OTHER_VCS = /^(?:hg|svn|bzr)\+/i;
const GIT = /^git\+/i;
const EXTRAS = /^(.+?)\[([^[\]]{0,1000})\]$/;
/** What pip takes for an archive. */
const ARCHIVE = /\.(?:whl|zip|tar|tgz|tbz|txz|tlz|tar\.(?:gz|bz2|xz|lzma|lz))$/i;
/** `name @ git+…`: what may be editable by a name before its address. */
const NAMED_PLACE = /^[A-Za-z0-9][^@]{0,1000}@ *(?:git\+|file:)/i;
const LONGEST_WORD = 16_384;

/**
 * Reads a requirement as pip does: an address, a path that exists or looks like one, else PEP 508.
 *
 * @returns `undefined` for an address whose marker does not hold here.
 * @throws SafeInstallError `packaging.requirement`, `usage.path`, `source.unverifiable`.
 */
export async function readUserWord(
  word: UserWord,
  context: WordContext,
): Promise<UserRequirement | undefined> {
  const { text, marker } = splitMarker(word.text.slice(0, LONGEST_WORD + 1));
  const address = await addressOf(text, word, context);
  if (address === undefined) {
    if (word.editable && !NAMED_PLACE.test(text)) throw notEditable(word);
    return { kind: 'named', requirement: readRequirement(word), hashes: word.hashes, origin: word.origin };
  }
  if (marker !== '' && !parseMarker(marker).evaluate(context.markers)) return undefined;
  return { kind: 'address', ...address, text, hashes: word.hashes, origin: word.origin };
}

/** A URL may hold `;`, so that its marker begins after a blank; a path's begins at the first `;`. */
function splitMarker(text: string): { readonly text: string; readonly marker: string } {
  const at = text.indexOf(SCHEME.test(text) ? '; ' : ';');
  return at < 0
    ? { text: text.trim(), marker: '' }
    : { text: text.slice(0, at).trim(), marker: text.slice(at + 1).trim() };
}

interface Address {
  readonly url: string;
  readonly extras: readonly NormalizedName[];
}

async function addressOf(
  text: string,
  word: UserWord,
  { currentFolder }: WordContext,
): Promise<Address | undefined> {
  if (OTHER_VCS.test(text)) throw unverifiable(word, 'of version control, only git repositories are built');
  if (GIT.test(text)) return { url: text, extras: extrasOfEgg(text) };
  if (/^(?:https?|file):/i.test(text)) {
    const fragment = text.indexOf('#');
    const { path, extras } = splitExtras(fragment < 0 ? text : text.slice(0, fragment));
    return { url: path + (fragment < 0 ? '' : text.slice(fragment)), extras };
  }
  const { path, extras } = splitExtras(text);
  const looksLikePath = path.includes(sep) || path.includes('/') || path.startsWith('.') || isAbsolute(path);
  const location = resolve(currentFolder, path);
  const kind = looksLikePath || word.editable || ARCHIVE.test(path) ? await kindOfPath(location) : 'none';
  if (kind === 'folder' && (looksLikePath || word.editable))
    return { url: pathToFileURL(location).href, extras };
  if (!ARCHIVE.test(path)) return undefined;
  if (kind === 'file') return { url: pathToFileURL(location).href, extras };
  const at = text.indexOf('@');
  if (at > 0 && !/[\\/]/.test(text.slice(0, at)) && !text.startsWith('.')) return undefined; // name @ address
  throw new SafeInstallError({
    code: 'usage.path',
    message: `"${text}" looks like a file, but there is none`,
    subject: word.origin ?? undefined,
    hint: `Look at the path: it is relative to ${word.origin === null ? 'the current folder' : 'the folder that safe-install was started in'}`,
  });
}

function splitExtras(text: string): { readonly path: string; readonly extras: readonly NormalizedName[] } {
  const match = EXTRAS.exec(text);
  if (match === null) return { path: text, extras: [] };
  const names = (match[2] ?? '').split(',').map((name) => name.trim());
  return { path: match[1] ?? text, extras: names.filter((name) => name !== '').map(normalizeName) };
}

/** `#egg=acme[test]`, as it was written before names could stand before an address. */
function extrasOfEgg(url: string): readonly NormalizedName[] {
  const egg = new URLSearchParams(url.split('#')[1] ?? '').get('egg');
  return egg === null ? [] : splitExtras(egg).extras;
}

function readRequirement(word: UserWord): Requirement {
  let requirement: Requirement;
  try {
    requirement = parseRequirement(word.text);
  } catch (error) {
    if (!(error instanceof SafeInstallError) || word.origin === null) throw error;
    throw error.about(word.text, [{ label: 'in', value: word.origin }]);
  }
  if (requirement.url !== null && OTHER_VCS.test(requirement.url))
    throw unverifiable(word, 'of version control, only git repositories are built');
  return requirement;
}

const notEditable = ({ text, origin }: UserWord): SafeInstallError =>
  new SafeInstallError({
    code: 'usage.path',
    message: `"${text}" is no folder of a project, and nothing else can be editable`,
    subject: origin ?? undefined,
    hint: 'Look at the path: it is relative to the folder that safe-install was started in',
  });

function unverifiable(word: UserWord, message: string): SafeInstallError {
  return new SafeInstallError({
    code: 'source.unverifiable',
    message,
    subject: word.text,
    facts: word.origin === null ? [] : [{ label: 'in', value: word.origin }],
    hint: 'Build a wheel of it and name the file, or install it with pip itself, unchecked',
  });
}
