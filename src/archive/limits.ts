/**
 * Every cap on what an archive may make us read, hold or write, with its reason.
 *
 * All of them lie far above what any known package needs and far below what hurts a machine.
 */

const KIB = 1024;
const MIB = 1024 * KIB;
const GIB = 1024 * MIB;

/** Bytes of an artifact whose size nobody states. The largest known wheels (GPU libraries) have three to four GiB. */
export const MAX_ARTIFACT_BYTES = 8 * GIB;

/** Bytes that an archive may unpack to: twice what the largest known wheels do. */
export const MAX_UNPACKED_BYTES = 16 * GIB;

/** Entries of an archive. The largest known wheels and sdists (cloud clients, collections) have about 60,000. */
export const MAX_ENTRIES = 250_000;

/** Bytes of a zip's central directory: {@link MAX_ENTRIES} of them at 256 bytes each. It is held in memory. */
export const MAX_DIRECTORY_BYTES = 64 * MIB;

/**
 * An archive that unpacks to more than this many bytes may not unpack to more than {@link MAX_RATIO} times its size.
 * Both numbers are those of the upload gate of the Python Package Index, so no wheel from there can fail them.
 */
export const RATIO_MATTERS_ABOVE_BYTES = 64 * MIB;
export const MAX_RATIO = 50;

/** Bytes of an entry's path: `PATH_MAX` of Linux; a longer one cannot be opened. */
export const MAX_PATH_BYTES = 4096;

/** Bytes of one part of a path: `NAME_MAX` of every common file system. */
export const MAX_PATH_PART_BYTES = 255;

/** Bytes of entry_points.txt, which is held in memory. Real ones: below 64 KiB. */
export const MAX_ENTRY_POINTS_BYTES = MIB;

/** Bytes of one PAX or GNU extension header of a tar, which is held in memory. Real ones: below 1 KiB. */
export const MAX_TAR_EXTENSION_BYTES = MIB;

/** Zero bytes behind the last entry of a tar: writers fill up a record of 10 KiB, or of what they were told to. */
export const MAX_TAR_TAIL_BYTES = 4 * MIB;

/** Bytes of a gzip header's optional fields (name, comment, extra). Real ones: below 256. */
export const MAX_GZIP_HEADER_BYTES = 64 * KIB;

/**
 * An entry of a zip with more compressed or more uncompressed bytes than this is inflated in pieces, so that the memory
 * for reading a wheel does not grow with its largest file. Below it, one synchronous call is four times faster.
 */
export const STREAM_ABOVE_PACKED_BYTES = 4 * MIB;
export const STREAM_ABOVE_UNPACKED_BYTES = 16 * MIB;

/** Bytes that are read from the disk at once. */
export const READ_BYTES = MIB;

/** Milliseconds that a reading may hold the thread before others (downloads, the progress line) get their turn. */
export const MAX_UNINTERRUPTED_MS = 20;
