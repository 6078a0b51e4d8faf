import type { ArchiveFile } from '../bytes/archive-file.ts';
import { refusal } from '../refusal.ts';
import { END_RECORD, END_RECORD_BYTES, signatureBytes } from '../zip/end-record.ts';

/** A zip reader looks for the end record as far back as the longest comment reaches. */
const REACH_BYTES = END_RECORD_BYTES + 0xffff;

/**
 * Refuses a tar that is a zip as well: a program that goes by the contents and not by the name (Python's
 * `zipfile.is_zipfile`, which `shutil` and old pips ask) would unpack something else.
 *
 * Four bytes may look like the signature by chance, once in 65,000 files; a record whose directory would also fit before
 * it does so once in many millions.
 *
 * @throws SafeInstallError `archive.polyglot`.
 */
export function checkIsNoZip(file: ArchiveFile): void {
  const start = Math.max(0, file.size - REACH_BYTES);
  const tail = file.read(start, file.size - start);
  const signature = signatureBytes(END_RECORD);
  for (let at = tail.indexOf(signature); at >= 0; at = tail.indexOf(signature, at + 1)) {
    if (at + END_RECORD_BYTES > tail.length) return;
    const directoryBytes = tail.readUInt32LE(at + 12);
    const directoryStart = tail.readUInt32LE(at + 16);
    if (directoryBytes + directoryStart <= start + at)
      throw refusal('archive.polyglot', 'the file has the end record of a zip archive');
  }
}
