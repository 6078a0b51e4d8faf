/** Why a text is not CSV, and in which of its lines, counted from 1. */
export interface CsvFault {
  readonly line: number;
  readonly reason: string;
}

/** A row and the line that it begins in, counted from 1. */
export interface CsvRow {
  readonly line: number;
  readonly fields: readonly string[];
}

/**
 * The fields of one line with quotes in it, as Python's `csv` writes them: a field is quoted as a whole or not at all,
 * and a quote inside a quoted field is doubled. Python's reader takes more (text before or after the quotes); such
 * lines read differently in different programs, and no writer makes them.
 */
function quotedFields(text: string): readonly string[] | string {
  const fields: string[] = [];
  let at = 0;
  for (;;) {
    if (text[at] === '"') {
      let field = '';
      for (;;) {
        const end = text.indexOf('"', at + 1);
        if (end < 0) return 'a quote is not closed in its line';
        field += text.slice(at + 1, end);
        at = end + 1;
        if (text[at] !== '"') break;
        field += '"';
      }
      fields.push(field);
      if (at === text.length) return fields;
      if (text[at] !== ',') return 'there is text after a closing quote';
      at += 1;
    } else {
      const comma = text.indexOf(',', at);
      const field = text.slice(at, comma < 0 ? text.length : comma);
      if (field.includes('"')) return 'there is a quote inside a field that is not quoted';
      fields.push(field);
      if (comma < 0) return fields;
      at = comma + 1;
    }
  }
}

/**
 * The rows of a CSV text, one a line; lines end with LF or CRLF, the last one may do without. A field holds no line
 * break.
 *
 * @returns as soon as a line is not CSV: what is wrong with it.
 */
export function* readCsv(text: string): Generator<CsvRow, CsvFault | undefined> {
  let line = 0;
  let start = 0;
  while (start < text.length) {
    line += 1;
    const newline = text.indexOf('\n', start);
    let end = newline < 0 ? text.length : newline;
    const next = newline < 0 ? text.length : newline + 1;
    if (text[end - 1] === '\r' && end > start) end -= 1;
    const content = text.slice(start, end);
    const fields = content.includes('"') ? quotedFields(content) : content.split(',');
    if (typeof fields === 'string') return { line, reason: fields };
    yield { line, fields };
    start = next;
  }
  return undefined;
}
