/** One entry of a zip archive, as its central directory describes it. */
export interface ZipMember {
  /** As it is spelled; a folder's ends with a slash. */
  readonly name: string;
  readonly rawName: Buffer;
  readonly isFolder: boolean;
  /** Unix permission bits, 0 where the archive has none. */
  readonly mode: number;
  /** General purpose bits of the central header. */
  readonly flags: number;
  /** The central header has a ZIP64 field. */
  readonly isZip64: boolean;
  readonly method: number;
  readonly crc32: number;
  /** Bytes of the file. */
  readonly size: number;
  /** Bytes of its data in the archive. */
  readonly packedSize: number;
  /** Position of its local header. */
  readonly offset: number;
}
