import { SafeInstallError } from '../../errors/index.ts';

/** Tags of the universal class that certificates use, with the constructed bit where there is one. */
export const TAG = {
  boolean: 0x01,
  bitString: 0x03,
  octetString: 0x04,
  objectIdentifier: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
} as const;

/** One element: where it lies in the bytes that it was read from. */
export interface DerElement {
  readonly tag: number;
  /** The whole element, header and contents. */
  readonly bytes: Buffer;
  readonly contents: Buffer;
}

/**
 * Reads DER (X.690, section 10) one element after the other without copying: definite lengths in their shortest form,
 * one-byte tags, nothing beyond the end. It interprets nothing, so that what it takes has one reading only.
 *
 * @throws SafeInstallError `sigstore.certificate` from every method.
 */
export class DerReader {
  readonly #bytes: Buffer;
  readonly #what: string;
  #at = 0;

  /** `what` names the bytes in sentences: `the certificate`. */
  constructor(bytes: Buffer, what: string) {
    this.#bytes = bytes;
    this.#what = what;
  }

  get isAtEnd(): boolean {
    return this.#at === this.#bytes.length;
  }

  /** The tag of the element that comes next, or `undefined` at the end. */
  get nextTag(): number | undefined {
    return this.#bytes[this.#at];
  }

  /** The next element, which has to have this tag where one is given. */
  read(tag?: number): DerElement {
    const start = this.#at;
    const found = this.#byte();
    if ((found & 0x1f) === 0x1f) throw this.#refusal('has a tag of more than one byte');
    if (tag !== undefined && found !== tag)
      throw this.#refusal(`has the tag ${hexadecimal(found)} where ${hexadecimal(tag)} belongs`);
    const length = this.#length();
    const end = this.#at + length;
    if (end > this.#bytes.length) throw this.#refusal('ends inside an element');
    const contents = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return { tag: found, bytes: this.#bytes.subarray(start, end), contents };
  }

  /** A reader of the contents of the next element, which has this tag. */
  enter(tag: number): DerReader {
    return new DerReader(this.read(tag).contents, this.#what);
  }

  /** @throws SafeInstallError when anything follows. */
  finish(): void {
    if (!this.isAtEnd) throw this.#refusal('has bytes after its end');
  }

  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    // An indefinite length comes to a count and a length of zero, and is refused with those that could be shorter.
    const count = first & 0x7f;
    let length = 0;
    for (let index = 0; index < count; index++) length = length * 256 + this.#byte();
    if (length < 0x80 || length < 256 ** (count - 1))
      throw this.#refusal('has a length that is not in its shortest form');
    return length;
  }

  #byte(): number {
    const byte = this.#bytes[this.#at++];
    if (byte === undefined) throw this.#refusal('ends inside an element');
    return byte;
  }

  #refusal(message: string): SafeInstallError {
    return new SafeInstallError({ code: 'sigstore.certificate', message: `${this.#what} ${message}` });
  }
}

const hexadecimal = (tag: number): string => `0x${tag.toString(16).padStart(2, '0')}`;
