/** Bytes of the header of a `.pyc` file (PEP 552): magic, flags, then time and size, or a hash, of the source. */
export const HEADER_BYTES = 16;

/** Bit 0: it is bound to its source by a hash; bit 1: the hash is compared each time (PEP 552). */
const HASH_BASED = 0b01;
const CHECKED = 0b10;

/** How Python decides whether it may run a `.pyc` file in place of its source. */
export type Bytecode =
  /** Runs while the source has this time (seconds since 1970, modulo 2^32) and this size (bytes, modulo 2^32). */
  | { readonly kind: 'timed'; readonly modified: number; readonly size: number }
  /** Runs while the source has this hash. */
  | { readonly kind: 'checked' }
  /** Runs whatever the source is. */
  | { readonly kind: 'unchecked' }
  /** Never runs. */
  | { readonly kind: 'invalid' };

/**
 * Reads the header of a `.pyc` file of Python 3.7 or newer. The magic number is left alone: a file for another Python
 * has another name.
 *
 * @see https://peps.python.org/pep-0552/#specification
 */
export function parseBytecodeHeader(head: Buffer): Bytecode {
  if (head.length < HEADER_BYTES) return { kind: 'invalid' };
  const flags = head.readUInt32LE(4);
  if (flags === 0) return { kind: 'timed', modified: head.readUInt32LE(8), size: head.readUInt32LE(12) };
  if (flags === (HASH_BASED | CHECKED)) return { kind: 'checked' };
  return { kind: flags === HASH_BASED ? 'unchecked' : 'invalid' };
}

const UINT32 = 2 ** 32;

/** Whether Python takes a timed `.pyc` for that of a source with this time and size. */
export const isFresh = (
  bytecode: { readonly modified: number; readonly size: number },
  source: { readonly modified: number; readonly size: number },
): boolean =>
  bytecode.modified === ((source.modified % UINT32) + UINT32) % UINT32 &&
  bytecode.size === source.size % UINT32;

const CACHE_FOLDER = '__pycache__';

/** pytest keeps bytecode of its own beside Python's, of plugins with their assertions rewritten; it goes by time and size too. */
const PYTEST = /-pytest-[0-9][0-9a-z.+]{0,40}$/;

/** Whether Python itself may run a file of a cache folder, by its name. */
export const isOfPytest = (path: string): boolean => PYTEST.test(path.replace(/\.pyc$/, ''));

/** The level of optimization that bytecode is of, by its name (PEP 488). */
export function optimizationOf(path: string): number {
  const level = /\.opt-([12])\.pyc$/.exec(path)?.[1];
  return level === undefined ? 0 : Number(level);
}

/**
 * The source of a `.pyc` file in a cache folder: `a/b.py` for `a/__pycache__/b.cpython-311.opt-1.pyc` (PEP 3147, PEP 488).
 *
 * @param path with forward slashes.
 * @returns `undefined` where Python looks for no bytecode of that name.
 */
export function sourceOf(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  const folder = slash < 0 ? '' : path.slice(0, slash);
  if (folder !== CACHE_FOLDER && !folder.endsWith(`/${CACHE_FOLDER}`)) return undefined;
  const name = path.slice(slash + 1);
  if (!name.endsWith('.pyc')) return undefined;
  const stem = name
    .slice(0, -'.pyc'.length)
    .replace(PYTEST, '')
    .replace(/\.opt-[0-9a-z]{1,20}$/, '');
  const dot = stem.lastIndexOf('.');
  return dot <= 0 ? undefined : `${folder.slice(0, -CACHE_FOLDER.length)}${stem.slice(0, dot)}.py`;
}

/** Whether a path is that of bytecode, or of a folder for it, as far as its name says. */
export const isCache = (path: string): boolean =>
  path.endsWith('.pyc') || path === CACHE_FOLDER || path.endsWith(`/${CACHE_FOLDER}`);
