import { SafeInstallError } from '../errors/index.ts';
import { isPythonSpace } from './python-space.ts';

/** Which parser was asked: what it throws carries its code, wherever in the text the fault is. */
export type SyntaxCode = 'packaging.specifier' | 'packaging.marker' | 'packaging.requirement';

/** What is wrong with a stretch of a text, counted in UTF-16 code units. */
export interface Problem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  readonly hint?: string | undefined;
}

/**
 * Characters. Markers of real lock exports reach some thousands; a longer text is nobody's requirement, and the work
 * on a specifier set grows with the square of its clauses.
 */
export const MAX_SOURCE_LENGTH = 16_384;

const WORD_CHARACTER = /[\p{L}\p{N}_]/u;

/** A text that is being parsed, and how far. Blanks are spaces and tabs, as in the grammar of PEP 508. */
export class SourceText {
  readonly text: string;
  readonly code: SyntaxCode;
  at = 0;

  constructor(text: string, code: SyntaxCode) {
    this.text = text;
    this.code = code;
    if (text.length > MAX_SOURCE_LENGTH)
      throw new SafeInstallError({
        code,
        message: `the text has ${text.length} characters, more than the ${MAX_SOURCE_LENGTH} that are read`,
      });
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  startsWith(piece: string): boolean {
    return this.text.startsWith(piece, this.at);
  }

  /** Goes past `piece` when it is next. */
  accept(piece: string): boolean {
    if (!this.startsWith(piece)) return false;
    this.at += piece.length;
    return true;
  }

  /** Goes past `word` when it is next and is not merely the beginning of a longer word. */
  acceptWord(word: string): boolean {
    if (!this.startsWith(word) || this.isWordCharacter(this.at + word.length)) return false;
    this.at += word.length;
    return true;
  }

  /** Goes past spaces and tabs. @returns whether there were any. */
  skipBlanks(): boolean {
    const start = this.at;
    while (this.startsWith(' ') || this.startsWith('\t')) this.at += 1;
    return this.at > start;
  }

  isWordCharacter(at: number): boolean {
    const point = this.text.codePointAt(at);
    return point !== undefined && WORD_CHARACTER.test(String.fromCodePoint(point));
  }

  /** The end of what stands at `start` up to the next white space: what an error about it points to. */
  endOfChunk(start: number): number {
    let end = start;
    while (end < this.text.length && !isPythonSpace(this.text.charCodeAt(end))) end += 1;
    return end;
  }

  /** Refuses the text for what stands next. */
  refuseHere(message: string, hint?: string): never {
    return this.refuse({ message, start: this.at, end: this.endOfChunk(this.at), hint });
  }

  refuse({ message, start, end, hint }: Problem): never {
    throw new SafeInstallError({
      code: this.code,
      message,
      hint,
      excerpt: { text: this.text, start, end },
    });
  }
}
