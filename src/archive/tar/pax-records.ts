import { refusal } from '../refusal.ts';

/** What an extended header says of the entry behind it. Owners, times and attributes are checked for form alone. */
export interface PaxFacts {
  readonly path?: string;
  readonly linkPath?: string;
  readonly size?: number;
}

const SPACE = 0x20;
const EQUALS = 0x3d;
const NEWLINE = 0x0a;

/** Digits of a length; an extended header has at most a MiB. */
const LENGTH = /^[1-9][0-9]{0,6}$/;
const SIZE = /^(?:0|[1-9][0-9]{0,14})$/;

/** What a value may say of the encoding: UTF-8, which it is in without saying so. */
const UTF8_CHARSET = 'ISO-IR 10646 2000 UTF-8';

/** Keys that make of the data behind something else than the bytes of a file. */
const OTHER_KINDS = ['GNU.sparse.', 'GNU.volume.', 'GNU.dumpdir', 'SCHILY.realsize', 'SCHILY.filetype'];

const asUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Reads the records of an extended header.
 *
 * Some programs split them by their lengths, some at line ends; some take the first of two equal keys, some the last;
 * some end a value at a zero byte. So each record has exactly its length, no key stands twice, and no value has a line
 * end or a zero byte in it.
 *
 * @param scope a global header is for all entries behind it; one that names them or sizes them is refused.
 * @throws SafeInstallError `archive.pax`, `archive.tar-type`.
 * @see POSIX.1-2024, pax, "pax Extended Header"
 */
export function parsePaxRecords(bytes: Buffer, scope: 'entry' | 'global'): PaxFacts {
  const records = new Map<string, string>();
  for (let at = 0; at < bytes.length; ) {
    const space = bytes.indexOf(SPACE, at);
    const length = space < 0 ? '' : bytes.toString('latin1', at, Math.min(space, at + 8));
    if (!LENGTH.test(length)) throw fault('a record has no length');
    const end = at + Number(length);
    if (end > bytes.length || end <= space + 2 || bytes[end - 1] !== NEWLINE)
      throw fault('a record does not end where its length says');
    const [key, value] = keyAndValue(bytes.subarray(space + 1, end - 1));
    if (records.has(key)) throw fault(`the key "${key}" stands twice`);
    records.set(key, value);
    at = end;
  }
  return factsOf(records, scope);
}

/** Attributes of other systems are bytes, which nobody here takes for text. */
const BINARY_KEY = /^SCHILY\.xattr\./;

const TIME_KEYS = ['mtime', 'atime', 'ctime'] as const;
const TIME = /^-?[0-9]{1,20}(?:\.[0-9]{0,20})?$/;

function keyAndValue(record: Buffer): readonly [string, string] {
  const equals = record.indexOf(EQUALS);
  if (equals <= 0) throw fault('a record has no key');
  const [key, value] = [record.subarray(0, equals), record.subarray(equals + 1)];
  const isBinary = BINARY_KEY.test(key.toString('latin1'));
  if (record.includes(NEWLINE) || (isBinary ? key : record).includes(0))
    throw fault('a record has a zero byte or a line end in it');
  try {
    return [asUtf8.decode(key), isBinary ? '' : asUtf8.decode(value)];
  } catch (error) {
    throw refusal('archive.pax', 'a record is not UTF-8', { cause: error });
  }
}

function factsOf(records: ReadonlyMap<string, string>, scope: 'entry' | 'global'): PaxFacts {
  for (const key of records.keys()) {
    if (OTHER_KINDS.some((prefix) => key.startsWith(prefix)))
      throw refusal('archive.tar-type', `an entry is of a kind of its own ("${key}")`);
  }
  const charset = records.get('hdrcharset');
  if (charset !== undefined && charset !== UTF8_CHARSET) throw fault(`the records are in "${charset}"`);
  const path = records.get('path');
  const linkPath = records.get('linkpath');
  const size = records.get('size');
  if (scope === 'global' && (path ?? linkPath ?? size) !== undefined)
    throw fault('a global header gives all entries one name or size');
  if (TIME_KEYS.some((key) => !TIME.test(records.get(key) ?? '0'))) throw fault('a time is no number');
  if (path === '' || linkPath === '') throw fault('a name is empty');
  if (size !== undefined && !SIZE.test(size)) throw fault(`"${size}" is not a size`);
  return {
    ...(path === undefined ? {} : { path }),
    ...(linkPath === undefined ? {} : { linkPath }),
    ...(size === undefined ? {} : { size: Number(size) }),
  };
}

const fault = (message: string) => refusal('archive.pax', `in an extended header, ${message}`);
