import { reasons } from './reason.ts';

/** Reasons about zip archives: one reading that holds for every unzipper (design, point 3); what any archive must not hold (design, point 3); source archives: gzip and tar (design, point 3). */
export const ARCHIVE_REASONS = reasons({
  // zip archives: one reading that holds for every unzipper (design, point 3)
  'archive.not-zip': {
    outcome: 'refused',
    means: 'The file is not a zip archive, or its end is missing.',
    remedy: 'Download it again; if it stays so, tell the maintainers of the package.',
  },
  'archive.eocd': {
    outcome: 'refused',
    means: 'The record at the end of the zip archive contradicts the archive, or there is more than one.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.zip64': {
    outcome: 'refused',
    means:
      'The records for large zip archives (ZIP64) contradict the others, or are not of the form of the specification.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.central-directory': {
    outcome: 'refused',
    means: 'The central directory of the zip archive is damaged, or names files on other disks.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.extra-field': {
    outcome: 'refused',
    means: 'An extra field of the zip archive is not of the form of the specification.',
    remedy: 'Tell the maintainers of the package: it has to be packed again with a common tool.',
  },
  'archive.unicode-path': {
    outcome: 'refused',
    means:
      'A file of the zip archive carries a second name in a Unicode-path field, which some programs use and some do not.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.flags': {
    outcome: 'refused',
    means: 'A file of the zip archive uses a feature that installers do not read alike.',
    remedy: 'Tell the maintainers of the package: it has to be packed again with a common tool.',
  },
  'archive.encrypted': {
    outcome: 'refused',
    means: 'A file of the zip archive is encrypted.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.method': {
    outcome: 'refused',
    means: 'A file of the zip archive is compressed by a method other than deflate.',
    remedy: 'Tell the maintainers of the package: it has to be packed again with a common tool.',
  },
  'archive.comment': {
    outcome: 'refused',
    means: 'A file of the zip archive carries a comment, which no build tool writes.',
    remedy: 'Tell the maintainers of the package: it has to be packed again with a common tool.',
  },
  'archive.local-header': {
    outcome: 'refused',
    means:
      'The two headers of a file of the zip archive contradict each other: two programs could unpack two different things.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.data-descriptor': {
    outcome: 'refused',
    means: 'The record after the data of a file of the zip archive contradicts its header.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.overlap': {
    outcome: 'refused',
    means: 'Two files of the zip archive share bytes.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.hidden-data': {
    outcome: 'refused',
    means: 'The archive has bytes that belong to none of its files.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.deflate': {
    outcome: 'refused',
    means: 'Compressed data of the archive is damaged, cut off, or followed by other bytes.',
    remedy: 'Download it again; if it stays so, tell the maintainers of the package.',
  },
  'archive.size': {
    outcome: 'refused',
    means: 'A file of the archive has another size than the archive states.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.crc': {
    outcome: 'refused',
    means: 'A file of the archive does not have the checksum that the archive states.',
    remedy: 'Download it again; if it stays so, tell the maintainers of the package.',
  },
  // what any archive must not hold (design, point 3)
  'archive.unsafe-name': {
    outcome: 'refused',
    means:
      'A file of the archive has a name that leads out of its folder, or that programs or people read in different ways.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.windows-name': {
    outcome: 'refused',
    means: 'A file of the archive has a name that Windows takes for something else.',
    remedy: 'The package cannot be installed on Windows. Tell its maintainers.',
  },
  'archive.duplicate-entry': {
    outcome: 'refused',
    means: 'The archive has two files of one name: programs differ in which one they keep.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.name-conflict': {
    outcome: 'refused',
    means: 'The archive uses one name for a file and for a folder.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.entry-kind': {
    outcome: 'refused',
    means:
      'An entry of the archive says in one place that it is a file and in another that it is a folder, or a folder has contents.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.link': {
    outcome: 'refused',
    means: 'The archive has a link where none may be, or one that leads out of its folder.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.device': {
    outcome: 'refused',
    means: 'The archive has a device, a pipe or another thing that is neither file nor folder.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.too-large': {
    outcome: 'refused',
    means:
      'The archive unpacks to more than any package has, or has a part that is larger than any that is read.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.too-many': {
    outcome: 'refused',
    means: 'The archive has more entries than any package has.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.ratio': {
    outcome: 'refused',
    means: 'The archive unpacks to so many times its size that it can only be meant to fill the disk.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  // source archives: gzip and tar (design, point 3)
  'archive.format': {
    outcome: 'refused',
    means: 'The source distribution is of a kind that is not read: `.tar.gz` and `.zip` are.',
    remedy: 'Choose a wheel (`--only-binary :all:`), or another version of the package.',
  },
  'archive.gzip': {
    outcome: 'refused',
    means: 'The file is not one gzip stream from its first byte to its last.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.polyglot': {
    outcome: 'refused',
    means: 'The file is a tar archive and a zip archive at once.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.truncated': {
    outcome: 'refused',
    means: 'The tar archive ends before it says that it ends.',
    remedy: 'Download it again; if it stays so, tell the maintainers of the package.',
  },
  'archive.tar-header': {
    outcome: 'refused',
    means: 'A header of the tar archive is damaged, or is not of the POSIX or GNU form.',
    remedy: 'Tell the maintainers of the package: it has to be packed again with a common tool.',
  },
  'archive.tar-type': {
    outcome: 'refused',
    means:
      'The tar archive has an entry of a kind that programs unpack in different ways, such as a sparse file.',
    remedy: 'Tell the maintainers of the package: it has to be packed again with a common tool.',
  },
  'archive.pax': {
    outcome: 'refused',
    means:
      'An extended header of the tar archive is malformed, stands where none may, or contradicts the header that it belongs to.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.sdist-root': {
    outcome: 'refused',
    means: 'The source distribution does not consist of one folder `NAME-VERSION`.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
});
