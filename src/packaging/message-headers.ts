/** A line that Python's email parser takes for (a part of) a header: an envelope line, `Name:`, or a folded line. */
const HEADER_LINE = /^(?:From |[\u0021-\u0039\u003b-\u007e]*:|[ \t])/;

/** The headers of a message in the form of RFC 822, by name in any case, in the order in which they stand. */
export class MessageHeaders {
  readonly #values: ReadonlyMap<string, readonly string[]>;
  /** What stands below the headers: the description, in core metadata 2.1 and above. */
  readonly body: string;

  constructor(values: ReadonlyMap<string, readonly string[]>, body = '') {
    this.#values = values;
    this.body = body;
  }

  /** Every value of a field, with the line breaks of folded lines still in it. */
  all(name: string): readonly string[] {
    return this.#values.get(name.toLowerCase()) ?? [];
  }
}

/** The lines of a text, each with its line end (LF, CR or CRLF), up to where the caller stops to ask. */
function* linesOf(text: string): Generator<string> {
  let start = 0;
  // A search for CR in a text without one runs to its end: it is made once, not once a line.
  let carriageReturn = text.indexOf('\r');
  while (start < text.length) {
    if (carriageReturn >= 0 && carriageReturn < start) carriageReturn = text.indexOf('\r', start);
    const newline = text.indexOf('\n', start);
    let end = newline < 0 ? text.length : newline + 1;
    if (carriageReturn >= 0 && carriageReturn < end)
      end = text[carriageReturn + 1] === '\n' ? carriageReturn + 2 : carriageReturn + 1;
    yield text.slice(start, end);
    start = end;
  }
}

const withoutLineEnd = (text: string): string => {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\n' || text[end - 1] === '\r')) end -= 1;
  return text.slice(0, end);
};

/**
 * The headers at the top of a text as Python's `email` parser (policy `compat32`) reads them, since that is what pip
 * reads: they end at the first line that is none, a line that begins with a blank belongs to the header before it, and
 * lines without a name before the colon, or that look like a mailbox's envelope, are dropped.
 */
export function parseMessageHeaders(text: string): MessageHeaders {
  const values = new Map<string, string[]>();
  let name: string | undefined;
  let value = '';
  const keep = (): void => {
    if (name === undefined) return;
    const known = values.get(name);
    const kept = withoutLineEnd(value);
    if (known === undefined) values.set(name, [kept]);
    else known.push(kept);
    name = undefined;
  };
  let read = 0;
  for (const line of linesOf(text)) {
    if (!HEADER_LINE.test(line)) {
      // The blank line parts the body from the headers; any other line that is no header begins the body.
      if (withoutLineEnd(line) === '') read += line.length;
      break;
    }
    read += line.length;
    if (line.startsWith(' ') || line.startsWith('\t')) {
      if (name !== undefined) value += line;
      continue;
    }
    keep();
    const colon = line.indexOf(':');
    if (line.startsWith('From ') || colon === 0) continue;
    name = line.slice(0, colon).toLowerCase();
    let start = colon + 1;
    while (line[start] === ' ' || line[start] === '\t') start += 1;
    value = line.slice(start);
  }
  keep();
  return new MessageHeaders(values, text.slice(read));
}
