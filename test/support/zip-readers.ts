import { inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';

/** Names with their data: what an archive is, for somebody who unpacks it. */
export type Contents = ReadonlyMap<string, string>;

/** A reader that trusts the directory, as most programs do. */
export async function readBySeeking(bytes: Buffer): Promise<Contents> {
  const contents = new Map<string, string>();
  const zip = await yauzl.fromBufferPromise(bytes);
  for await (const entry of zip.eachEntry()) {
    const pieces: Buffer[] = [];
    if (!entry.fileName.endsWith('/'))
      for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    contents.set(entry.fileName, Buffer.concat(pieces).toString('latin1'));
  }
  return contents;
}

const LOCAL_HEADER = 0x04034b50;
const DESCRIPTOR = 0x08074b50;
const DESCRIPTOR_FLAG = 0x0008;
const DEFLATED = 8;

/** What `inflateRawSync` returns when it is asked for `info`. */
interface Inflated {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}

/**
 * A reader that goes from the front to the back and never sees the directory, as one does that unpacks a download while
 * it arrives. It knows the short form of the records behind the data.
 */
export function readByStreaming(bytes: Buffer): Contents {
  const contents = new Map<string, string>();
  for (let at = 0; bytes.length - at >= 30 && bytes.readUInt32LE(at) === LOCAL_HEADER; ) {
    const nameEnd = at + 30 + bytes.readUInt16LE(at + 26);
    const start = nameEnd + bytes.readUInt16LE(at + 28);
    const stated = bytes.readUInt32LE(at + 18);
    const { buffer, engine } =
      bytes.readUInt16LE(at + 8) === DEFLATED
        ? (inflateRawSync(bytes.subarray(start), { info: true }) as unknown as Inflated)
        : { buffer: bytes.subarray(start, start + stated), engine: { bytesWritten: stated } };
    contents.set(bytes.toString('utf8', at + 30, nameEnd), buffer.toString('latin1'));
    const hasDescriptor = (bytes.readUInt16LE(at + 6) & DESCRIPTOR_FLAG) !== 0;
    at = start + engine.bytesWritten;
    if (hasDescriptor) at += bytes.readUInt32LE(at) === DESCRIPTOR ? 16 : 12;
  }
  return contents;
}
