import { createHash } from 'node:crypto';

/** Why bytes are not the code that a Python of this version writes. */
export class MarshalFault extends Error {
  override readonly name = 'MarshalFault';
}

/** Containers in each other; Python's own compiler takes 100 functions in each other, or 200 brackets. */
const DEEPEST = 500;

/** Set in the type of an object that others refer to. */
const FLAG_REFERRED = 0x80;

/** What a Python of a minor version writes of a code object, in its order (`Python/marshal.c`). */
interface CodeLayout {
  /** Four-byte numbers before the objects. */
  readonly numbers: number;
  /** Objects before the first line's number, and which of them is the path of the source. */
  readonly objects: number;
  readonly path: number;
  /** Objects behind it. */
  readonly tables: number;
}

function layoutOf(minor: number): CodeLayout {
  if (minor >= 11) return { numbers: 5, objects: 8, path: 5, tables: 2 };
  return { numbers: minor >= 8 ? 6 : 5, objects: 8, path: 6, tables: 1 };
}

/**
 * One digest for a marshalled code object: equal for two that Python takes for equal, whatever they are written like (which
 * strings are shared, in what order a frozenset stands) and whatever the path of the source was.
 *
 * The bytes may be anybody's: nothing of them is run, each is read once, and an object that is referred to a thousand times
 * is looked at once.
 *
 * @param minor of the Python 3 that wrote it.
 * @throws MarshalFault
 */
export function codeDigest(bytes: Buffer, minor: number): string {
  const reader = new MarshalReader(bytes, layoutOf(minor));
  const digest = reader.object(0);
  if (!reader.isAtEnd) throw new MarshalFault('there are bytes behind the code');
  return digest;
}

type Part = string | Uint8Array;

function digestOf(kind: string, parts: readonly Part[]): string {
  const running = createHash('sha256').update(kind);
  for (const part of parts) running.update(`${part.length}:`).update(part);
  return running.digest('base64url');
}

class MarshalReader {
  readonly #bytes: Buffer;
  readonly #layout: CodeLayout;
  /** Digests of what may be referred to; `null` while it is being read. */
  readonly #referred: (string | null)[] = [];
  #at = 0;

  constructor(bytes: Buffer, layout: CodeLayout) {
    this.#bytes = bytes;
    this.#layout = layout;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  object(depth: number): string {
    if (depth > DEEPEST) throw new MarshalFault('it is nested too deeply');
    const written = this.#take(1).readUInt8();
    const slot = (written & FLAG_REFERRED) === 0 ? null : this.#referred.push(null) - 1;
    const digest = this.#content(String.fromCharCode(written & ~FLAG_REFERRED), depth);
    if (slot !== null) this.#referred[slot] = digest;
    return digest;
  }

  #content(type: string, depth: number): string {
    switch (type) {
      case 'N':
      case 'T':
      case 'F':
      case '.':
      case 'S':
      case '0':
        return digestOf(type, []);
      case 'i':
        return digestOf('int', [String(this.#number())]);
      case 'l':
        return digestOf('int', [String(this.#long())]);
      case 'g':
        return digestOf('float', [this.#take(8)]);
      case 'y':
        return digestOf('complex', [this.#take(16)]);
      case 's':
        return digestOf('bytes', [this.#take(this.#length())]);
      case 'u':
      case 't':
        return digestOf('str', [this.#take(this.#length())]);
      case 'a':
      case 'A':
        return digestOf('str', [latin(this.#take(this.#length()))]);
      case 'z':
      case 'Z':
        return digestOf('str', [latin(this.#take(this.#byte()))]);
      case '(':
        return digestOf('tuple', this.#objects(this.#length(), depth));
      case ')':
        return digestOf('tuple', this.#objects(this.#byte(), depth));
      case '>':
        return digestOf('frozenset', [...this.#objects(this.#length(), depth)].sort());
      case ':':
        return digestOf('slice', this.#objects(3, depth));
      case 'c':
        return this.#code(depth);
      case 'r':
        return this.#reference();
      default:
        throw new MarshalFault(`it holds an object of the type ${JSON.stringify(type)}`);
    }
  }

  #code(depth: number): string {
    const { numbers, objects, path, tables } = this.#layout;
    const head = this.#take(numbers * 4);
    const parts = this.#objects(objects, depth).filter((_, at) => at !== path);
    const firstLine = this.#take(4);
    return digestOf('code', [head, ...parts, firstLine, ...this.#objects(tables, depth)]);
  }

  #objects(count: number, depth: number): readonly string[] {
    if (count > this.#bytes.length - this.#at) throw new MarshalFault('it ends too early'); // each has a byte at least
    const digests: string[] = [];
    for (let at = 0; at < count; at += 1) digests.push(this.object(depth + 1));
    return digests;
  }

  #reference(): string {
    const digest = this.#referred[this.#length()];
    if (digest == null) throw new MarshalFault('it refers to what is not there');
    return digest;
  }

  /** An integer in digits of 15 bits, the lowest first; the sign is that of their number. */
  #long(): bigint {
    const count = this.#number();
    let value = 0n;
    const digits = this.#take(Math.abs(count) * 2);
    for (let at = digits.length - 2; at >= 0; at -= 2)
      value = (value << 15n) | BigInt(digits.readUInt16LE(at));
    return count < 0 ? -value : value;
  }

  #byte(): number {
    return this.#take(1).readUInt8();
  }

  #number(): number {
    return this.#take(4).readInt32LE();
  }

  #length(): number {
    const length = this.#number();
    if (length < 0) throw new MarshalFault('a length is negative');
    return length;
  }

  #take(count: number): Buffer {
    if (count > this.#bytes.length - this.#at) throw new MarshalFault('it ends too early');
    this.#at += count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

/** Text of one byte a character as UTF-8, as which the others are written. */
const latin = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('latin1'), 'utf8');
