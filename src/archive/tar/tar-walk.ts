import { MAX_TAR_EXTENSION_BYTES, MAX_TAR_TAIL_BYTES } from '../limits.ts';
import type { NameRules } from '../names/entry-name.ts';
import { refusal } from '../refusal.ts';
import type { Totals } from '../totals.ts';
import { type PaxFacts, parsePaxRecords } from './pax-records.ts';
import { BLOCK_BYTES, isZero, parseTarHeader, type TarHeader } from './tar-header.ts';
import { type GnuNames, type TarMember, toTarMember } from './tar-member.ts';

/** Gets the data of an entry, piece by piece; a piece is overwritten after the call. */
export type TakeTarData = (piece: Buffer) => void;

/** Is told of each entry, in order, and says who wants its data. */
export type OnTarMember = (member: TarMember) => TakeTarData | undefined;

/** Extended headers that wait for the entry that they describe. */
interface Pending {
  readonly pax?: PaxFacts;
  readonly gnu?: GnuNames;
}

/**
 * Walks through a tar, 512 bytes by 512 bytes, as it is given to it.
 *
 * @see POSIX.1-2024, pax, "ustar Interchange Format" and "pax Interchange Format"
 */
export class TarWalk {
  readonly #rules: NameRules;
  readonly #totals: Totals;
  readonly #onMember: OnTarMember;
  readonly #block = Buffer.alloc(BLOCK_BYTES);
  #blockFilled = 0;
  /** Bytes of data, and of the zeros behind it, that are still to come. */
  #dataLeft = 0;
  #paddingLeft = 0;
  #take: TakeTarData | undefined;
  /** Called when the data of an extension header is complete. */
  #whenRead: (() => void) | undefined;
  #pending: Pending = {};
  /** Zero blocks seen; after the first one nothing but zeros may follow. */
  #zeroBytes = 0;
  #hasBegun = false;

  constructor(rules: NameRules, totals: Totals, onMember: OnTarMember) {
    this.#rules = rules;
    this.#totals = totals;
    this.#onMember = onMember;
  }

  /** @throws SafeInstallError `archive.*` as soon as something is wrong. */
  write(piece: Buffer): void {
    for (let at = 0; at < piece.length; ) {
      if (this.#dataLeft > 0) at += this.#writeData(piece, at);
      else if (this.#paddingLeft > 0) at += this.#writePadding(piece, at);
      else at += this.#writeBlock(piece, at);
    }
  }

  /**
   * Two blocks of zeros should stand at the end. Some writers leave them out, and every reader takes the end of the file
   * for the end then; that nothing was cut off is shown by the checksum and the digest around the archive.
   *
   * @throws SafeInstallError `archive.truncated`, `archive.pax`.
   */
  end(): void {
    if (!this.#hasBegun) throw refusal('archive.truncated', 'there is nothing in it');
    if (this.#dataLeft > 0 || this.#paddingLeft > 0 || this.#blockFilled > 0)
      throw refusal('archive.truncated', 'the archive ends inside of an entry');
    this.#checkNothingPending();
  }

  #writeData(piece: Buffer, at: number): number {
    const length = Math.min(this.#dataLeft, piece.length - at);
    this.#take?.(piece.subarray(at, at + length));
    this.#dataLeft -= length;
    if (this.#dataLeft === 0) {
      const whenRead = this.#whenRead;
      this.#whenRead = undefined;
      this.#take = undefined;
      whenRead?.();
    }
    return length;
  }

  #writePadding(piece: Buffer, at: number): number {
    const length = Math.min(this.#paddingLeft, piece.length - at);
    if (!isZero(piece.subarray(at, at + length)))
      throw refusal('archive.hidden-data', 'the space behind an entry is not empty');
    this.#paddingLeft -= length;
    return length;
  }

  #writeBlock(piece: Buffer, at: number): number {
    const length = Math.min(BLOCK_BYTES - this.#blockFilled, piece.length - at);
    piece.copy(this.#block, this.#blockFilled, at, at + length);
    this.#blockFilled += length;
    if (this.#blockFilled < BLOCK_BYTES) return length;
    this.#blockFilled = 0;
    this.#hasBegun = true;
    if (isZero(this.#block)) this.#zeroBlock();
    else if (this.#zeroBytes > 0)
      throw refusal('archive.hidden-data', 'something follows the end of the archive');
    else this.#header(parseTarHeader(this.#block));
    return length;
  }

  #zeroBlock(): void {
    this.#checkNothingPending();
    this.#zeroBytes += BLOCK_BYTES;
    if (this.#zeroBytes > MAX_TAR_TAIL_BYTES)
      throw refusal('archive.ratio', 'the archive ends with more zeros than any program writes');
  }

  #checkNothingPending(): void {
    if (this.#pending.pax !== undefined || this.#pending.gnu !== undefined)
      throw refusal('archive.pax', 'an extended header has no entry behind it');
  }

  #header(header: TarHeader): void {
    this.#totals.add(header.size);
    this.#dataLeft = header.size;
    this.#paddingLeft = (BLOCK_BYTES - (header.size % BLOCK_BYTES)) % BLOCK_BYTES;
    if (header.type === 'x' || header.type === 'g') this.#paxHeader(header);
    else if (header.type === 'L' || header.type === 'K') this.#gnuHeader(header);
    else {
      const { pax = {}, gnu = {} } = this.#pending;
      this.#pending = {};
      this.#take = this.#onMember(toTarMember(header, pax, gnu, this.#rules));
    }
  }

  /** Two before one entry, or one of each form: programs differ in which one counts. */
  #paxHeader(header: TarHeader): void {
    if (this.#pending.pax !== undefined || this.#pending.gnu !== undefined)
      throw refusal('archive.pax', 'an extended header follows another one');
    this.#collect(header, (bytes) => {
      if (header.type === 'g') parsePaxRecords(bytes, 'global');
      else this.#pending = { pax: parsePaxRecords(bytes, 'entry') };
    });
  }

  #gnuHeader(header: TarHeader): void {
    const isName = header.type === 'L';
    const { pax, gnu = {} } = this.#pending;
    if (header.form !== 'gnu')
      throw refusal('archive.tar-type', 'a long name of the GNU form stands in a POSIX archive');
    if (pax !== undefined || (isName ? gnu.name : gnu.linkName) !== undefined)
      throw refusal('archive.pax', 'a long name follows another one');
    this.#collect(header, (bytes) => {
      const end = bytes.indexOf(0);
      if (end <= 0 || bytes.subarray(end).some((byte) => byte !== 0))
        throw refusal('archive.tar-header', 'a long name does not end with its first zero byte');
      const long = bytes.subarray(0, end);
      this.#pending = { gnu: isName ? { ...gnu, name: long } : { ...gnu, linkName: long } };
    });
  }

  #collect(header: TarHeader, then: (bytes: Buffer) => void): void {
    if (header.size === 0) throw refusal('archive.pax', 'an extended header is empty');
    if (header.size > MAX_TAR_EXTENSION_BYTES)
      throw refusal('archive.too-large', `an extended header has ${header.size} bytes`);
    const pieces: Buffer[] = [];
    this.#take = (piece) => pieces.push(Buffer.from(piece));
    this.#whenRead = () => then(Buffer.concat(pieces));
  }
}
