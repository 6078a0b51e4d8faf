/**
 * Every reason that safe-install gives for not doing what it was asked, under a stable dotted code.
 *
 * One table, so that the exit code, the documentation (`docs/errors.md` is written from it) and the rules of a SARIF
 * report cannot disagree. A code is never renamed: scripts and waivers refer to it.
 */

/** What a failure means for the caller; each outcome has one exit code (design, section 1). */
export type Outcome = 'refused' | 'usage' | 'unverifiable' | 'unresolvable' | 'installer' | 'bug';

export const EXIT_CODES: Readonly<Record<Outcome, number>> = {
  refused: 1,
  usage: 2,
  unverifiable: 3,
  unresolvable: 4,
  installer: 5,
  bug: 70,
};

interface ReasonEntry {
  readonly outcome: Outcome;
  /** One sentence: what is wrong. */
  readonly means: string;
  /** One sentence: what the reader can do. */
  readonly remedy: string;
}

const table = <Code extends string>(
  entries: Record<Code, ReasonEntry>,
): Readonly<Record<Code, ReasonEntry>> => entries;

export const REASONS = table({
  // ── the command line and its files ──────────────────────────────────────────────────────────────────────────────
  'usage.option': {
    outcome: 'usage',
    means: 'An option is unknown, lacks its value, or has one that it does not take.',
    remedy: 'Run `safe-install --help`, or see docs/pip-options.md for what happens to each pip option.',
  },
  'usage.unsupported': {
    outcome: 'usage',
    means: 'The option is one of pip or uv that cannot be honoured while every file is checked first.',
    remedy: 'Leave the option out, or run the installer itself for this one command.',
  },
  'usage.command': {
    outcome: 'usage',
    means: 'The command was given no requirement, or words that do not go together.',
    remedy: 'Run `safe-install COMMAND --help` for the form of the command.',
  },

  // ── names, versions, requirements and filenames that somebody wrote ─────────────────────────────────────────────
  'packaging.name': {
    outcome: 'usage',
    means: 'The text is not the name of a project or of an extra.',
    remedy: 'Use ASCII letters, digits, `.`, `_` and `-`, with a letter or digit at both ends.',
  },
  'packaging.version': {
    outcome: 'usage',
    means: 'The text is not a version as PEP 440 writes them.',
    remedy: 'Write it like `1.4.2`, `2.0rc1` or `1.0.post1`.',
  },
  'packaging.specifier': {
    outcome: 'usage',
    means: 'The text is not a set of version specifiers as PEP 440 writes them.',
    remedy: 'Write it like `>=1.4,<2`, with a comma between two of them.',
  },
  'packaging.marker': {
    outcome: 'usage',
    means: 'The text is not an environment marker, or it compares what cannot be compared.',
    remedy: 'Write it like `python_version < "3.12" and sys_platform == "linux"`, with the values in quotes.',
  },
  'packaging.requirement': {
    outcome: 'usage',
    means: 'The text is not a requirement as PEP 508 writes them.',
    remedy: 'Write it like `name[extra]>=1.4 ; python_version >= "3.9"` or `name @ https://…`.',
  },
  'packaging.tag': {
    outcome: 'usage',
    means: 'The text is not a wheel tag, or it names a platform that no tags are known for.',
    remedy: 'Write it like `py3-none-any`, with three parts.',
  },
  'packaging.filename': {
    outcome: 'usage',
    means: 'The filename is not that of a wheel or of a source distribution.',
    remedy: 'A wheel is `NAME-VERSION[-BUILD]-PYTHON-ABI-PLATFORM.whl`, an sdist `NAME-VERSION.tar.gz`.',
  },

  // ── requirements files ─────────────────────────────────────────────────────────────────────────────────────────────
  'requirements.malformed': {
    outcome: 'usage',
    means: 'A line of a requirements file is not one that pip would take.',
    remedy:
      'Look at the line that is shown; `docs/pip-options.md` lists the options that may stand in a file.',
  },
  'requirements.encoding': {
    outcome: 'usage',
    means: 'A requirements file is not in the encoding that it declares, or not in UTF-8.',
    remedy: 'Save it as UTF-8, or name its encoding in the first line: `# -*- coding: cp1252 -*-`.',
  },
  'requirements.cycle': {
    outcome: 'usage',
    means: 'A requirements file includes itself, directly or through others.',
    remedy: 'Take out one of the `-r` or `-c` lines that are shown.',
  },
  'requirements.too-large': {
    outcome: 'usage',
    means: 'A requirements file, or the files that it includes, are larger or deeper than any that is read.',
    remedy: 'Check that the path or URL is that of a requirements file.',
  },

  // ── the target Python ──────────────────────────────────────────────────────────────────────────────────────────────
  'interpreter.not-found': {
    outcome: 'usage',
    means: 'There is no Python to install into.',
    remedy: 'Activate a virtual environment, or name a Python with `--python`.',
  },
  'interpreter.unusable': {
    outcome: 'usage',
    means: 'The Python that was found does not start, does not answer, or answers what makes no sense.',
    remedy: 'Run it by hand to see what is wrong, or name another one with `--python`.',
  },
  'interpreter.too-old': {
    outcome: 'usage',
    means: 'The Python that was found is older than any that safe-install works with.',
    remedy: 'Name a Python 3.7 or newer with `--python`.',
  },

  // ── the network ─────────────────────────────────────────────────────────────────────────────────────────────────
  'network.offline': {
    outcome: 'unverifiable',
    means: 'Something that is not in the cache is needed, and the network is not to be used.',
    remedy: 'Leave `--offline` out for one run, which fills the cache.',
  },
  'network.unreachable': {
    outcome: 'unverifiable',
    means: 'A server cannot be reached, or breaks the connection off each time.',
    remedy: 'Check the network and the address; behind a proxy, name it with `--proxy` or `HTTPS_PROXY`.',
  },
  'network.timeout': {
    outcome: 'unverifiable',
    means: 'A server did not answer, or stopped in the middle, for longer than `--timeout` allows.',
    remedy: 'Try again, or raise `--timeout`.',
  },
  'network.slow': {
    outcome: 'unverifiable',
    means: 'A server sends so slowly that the answer would never be complete.',
    remedy: 'Try again on a better network, or use another index.',
  },
  'network.tls': {
    outcome: 'unverifiable',
    means: 'The certificate of a server, or its version of TLS, was not accepted.',
    remedy:
      'Name the authority that signed it with `--cert` or `SSL_CERT_FILE`. `--trusted-host` gives up the check of the server altogether.',
  },
  'network.proxy': {
    outcome: 'unverifiable',
    means: 'The proxy cannot be reached, refuses the connection, or is of a kind that is not spoken.',
    remedy: 'Check `--proxy`, `HTTPS_PROXY` and `ALL_PROXY`; except hosts with `NO_PROXY`.',
  },
  'network.redirect': {
    outcome: 'unverifiable',
    means: 'A redirect leads to nowhere, in a circle, or to something other than http.',
    remedy: 'Check the address of the index.',
  },
  'network.insecure': {
    outcome: 'refused',
    means: 'Something would have to come over plain http, where anybody in between can change it.',
    remedy: 'Use the https address. `--trusted-host` gives up the protection for one host.',
  },
  'network.protocol': {
    outcome: 'unverifiable',
    means: 'A server answers with something that is not valid HTTP, or not what was asked for.',
    remedy: 'Try again; if it stays, tell whoever runs the server or the proxy in between.',
  },
  'network.truncated': {
    outcome: 'unverifiable',
    means: 'An answer broke off before its end, each time.',
    remedy: 'Try again; if it stays, tell whoever runs the server or the proxy in between.',
  },
  'network.too-large': {
    outcome: 'unverifiable',
    means: 'An answer is larger than anything that safe-install reads of its kind.',
    remedy: 'Tell whoever runs the index: an endless answer is no listing and no package.',
  },
  'network.changed': {
    outcome: 'unverifiable',
    means: 'A file was replaced at the server while it was being downloaded.',
    remedy: 'Try again.',
  },
  'usage.certificate': {
    outcome: 'usage',
    means: 'A file of certificates that an option or a variable names cannot be used.',
    remedy:
      'Check `--cert`, `--client-cert`, `PIP_CERT`, `REQUESTS_CA_BUNDLE`, `CURL_CA_BUNDLE` and `SSL_CERT_FILE`.',
  },

  // ── what an index says ─────────────────────────────────────────────────────────────────────────────────────────────
  'index.malformed': {
    outcome: 'unverifiable',
    means: 'The index answered with something that is not a page of the simple repository API.',
    remedy: 'Check the URL of the index; a proxy or a login page may have answered in its place.',
  },
  'index.api-version': {
    outcome: 'unverifiable',
    means: 'The index speaks a version of the simple API that safe-install does not know.',
    remedy: 'Update safe-install, or use an index that serves version 1.',
  },

  // ── what stands inside a wheel (design, points 3 to 5) ─────────────────────────────────────────────────────────────
  'record.malformed': {
    outcome: 'refused',
    means: 'RECORD has a line that is not of the form of the specification.',
    remedy: 'Do not install it: nobody can tell which files belong to the package. Tell its maintainers.',
  },
  'record.weak-hash': {
    outcome: 'refused',
    means: 'RECORD states a digest that is weaker than sha256, or of a kind that nobody knows.',
    remedy:
      'Tell the maintainers of the package: its wheel was built with a tool that breaks the specification.',
  },
  'record.duplicate': {
    outcome: 'refused',
    means: 'RECORD lists a file twice.',
    remedy: 'Do not install it: two readers may compare two different digests. Tell its maintainers.',
  },
  'metadata.malformed': {
    outcome: 'refused',
    means: 'The core metadata (METADATA or PKG-INFO) cannot be read, or contradicts itself.',
    remedy: 'Choose another version of the package, and tell its maintainers.',
  },
  'metadata.version': {
    outcome: 'refused',
    means: 'The core metadata is of a major version that safe-install does not know.',
    remedy: 'Update safe-install, or choose an older version of the package.',
  },
  'wheel.malformed': {
    outcome: 'refused',
    means: 'The WHEEL file inside the wheel is missing a field, or says something that cannot be.',
    remedy: 'Choose another version of the package, and tell its maintainers.',
  },
  'wheel.version': {
    outcome: 'refused',
    means: 'The wheel is of a major version of the format that safe-install does not know.',
    remedy: 'Update safe-install, or choose an older version of the package.',
  },

  // ── programs and disks ───────────────────────────────────────────────────────────────────────────────────────────
  'exec.not-found': {
    outcome: 'usage',
    means: 'A program that is needed, such as Python, pip or uv, cannot be started.',
    remedy: 'Install it, or name another one with `--python` or `--installer`.',
  },
  'exec.timeout': {
    outcome: 'unverifiable',
    means: 'A program did not end in the time that it was given.',
    remedy: 'Try again; with `-vv` the command line is shown, so that it can be run by hand.',
  },
  'disk.full': {
    outcome: 'unverifiable',
    means: 'The disk has no room left for what has to be written.',
    remedy: 'Free some space, or set `SAFE_INSTALL_CACHE_DIR` to a folder on another disk.',
  },
  'disk.read-only': {
    outcome: 'usage',
    means: 'A folder that must be written to cannot be.',
    remedy: 'Choose another folder or environment, or mend its permissions.',
  },
  'disk.too-large': {
    outcome: 'refused',
    means: 'A file on disk is larger than anything that safe-install reads of its kind.',
    remedy: 'Look at the file: it is probably not what its name says.',
  },

  // ── the bytes against what was stated of them (design, points 2 and 5) ──────────────────────────────────────────
  'hash.mismatch': {
    outcome: 'refused',
    means: 'The sha256 of the file is not the one that the index, the lock or your `--hash` states.',
    remedy: 'Do not install it. Try again once; if it stays, tell whoever runs the index.',
  },
  'hash.missing': {
    outcome: 'refused',
    means: 'Nobody states a sha256 for the file, so that its bytes cannot be compared with anything.',
    remedy: 'If you know the digest, give it: `name==version --hash=sha256:…` in a requirements file.',
  },
  'hash.size': {
    outcome: 'refused',
    means: 'The size of the file is not the one that the index states.',
    remedy: 'Do not install it. Try again once; if it stays, tell whoever runs the index.',
  },
  'metadata.mismatch': {
    outcome: 'refused',
    means:
      'The METADATA inside the file is not the one that was announced for it and that its dependencies were read from.',
    remedy: 'Do not install it: what it needs is not what was shown. Tell whoever runs the index.',
  },

  // ── downloads and the store ─────────────────────────────────────────────────────────────────────────────────────────
  'hash.truncated': {
    outcome: 'unverifiable',
    means: 'The file ended before all of it had arrived, and asking for the rest did not help.',
    remedy: 'Try again; if it stays, tell whoever runs the index.',
  },
  'hash.too-large': {
    outcome: 'refused',
    means: 'The file is larger than stated, or larger than anything that is downloaded.',
    remedy: 'Do not install it: an endless answer is not a package. Tell whoever runs the index.',
  },
  'hash.changed': {
    outcome: 'refused',
    means: 'The file on disk is not the one that was downloaded: it was damaged or changed meanwhile.',
    remedy:
      'Run again, so that it is downloaded anew; if it happens again, look at the disk and at who writes to the cache folder.',
  },
  'store.unreadable': {
    outcome: 'unverifiable',
    means: 'A file of the cache was removed, or cannot be read.',
    remedy: 'Run again, so that it is downloaded anew.',
  },

  // ── zip archives: one reading that holds for every unzipper (design, point 3) ─────────────────────────────────────
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

  // ── what any archive must not hold (design, point 3) ───────────────────────────────────────────────────────────────
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

  // ── source archives: gzip and tar (design, point 3) ────────────────────────────────────────────────────────────────
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

  // ── wheels and sdists: what their names promise (design, points 3 and 4) ──────────────────────────────────────────
  'archive.dist-info': {
    outcome: 'refused',
    means:
      "The wheel does not have exactly one `.dist-info` folder, or it is not that of the wheel's name and version.",
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.wheel-file': {
    outcome: 'refused',
    means: 'The wheel has no WHEEL file.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.data-folder': {
    outcome: 'refused',
    means:
      'The wheel has a `.data` folder of another name, or with something in it that is no installation scheme.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.entry-points': {
    outcome: 'refused',
    means: 'The wheel declares a script whose name is no file name.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.metadata-file': {
    outcome: 'refused',
    means: 'The file has no METADATA (in a wheel) or PKG-INFO (in a source distribution).',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.metadata-name': {
    outcome: 'refused',
    means: 'The metadata inside the file is that of another project than its filename.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'archive.metadata-version': {
    outcome: 'refused',
    means: 'The metadata inside the file is that of another version than its filename.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.absent': {
    outcome: 'refused',
    means: 'The wheel has no RECORD.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.unlisted': {
    outcome: 'refused',
    means: 'The wheel has files that its RECORD does not list.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.missing': {
    outcome: 'refused',
    means: 'RECORD lists files that the wheel does not have.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.hash-missing': {
    outcome: 'refused',
    means: 'RECORD lists a file without its digest.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.hash-mismatch': {
    outcome: 'refused',
    means: 'A file of the wheel is not the one whose digest RECORD states.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },
  'record.size-mismatch': {
    outcome: 'refused',
    means: 'A file of the wheel does not have the size that RECORD states.',
    remedy: 'Do not install it, and tell the maintainers of the package.',
  },

  // ── provenance and Sigstore bundles: their shape ──────────────────────────────────────────────────────────────────
  'provenance.json': {
    outcome: 'refused',
    means: 'Evidence is not JSON text in UTF-8.',
    remedy: 'Fetch it again; if it stays so, tell the index or the publisher.',
  },
  'provenance.duplicate-key': {
    outcome: 'refused',
    means:
      'Evidence says one thing twice: a JSON object has the same key two times, and readers differ in which one they take.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.too-large': {
    outcome: 'refused',
    means: 'Evidence is larger, deeper or has more parts than any honest one.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.unrecognized': {
    outcome: 'refused',
    means: 'The JSON is neither a PEP 740 provenance or attestation nor a Sigstore bundle.',
    remedy: 'Give `--evidence` a file of one of these kinds.',
  },
  'provenance.malformed': {
    outcome: 'refused',
    means: 'A PEP 740 object lacks fields, or has fields of the wrong type.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.version': {
    outcome: 'refused',
    means: 'A PEP 740 object has a version other than 1.',
    remedy: 'Update safe-install: the index may use a newer form.',
  },
  'provenance.empty': {
    outcome: 'refused',
    means:
      'A provenance object has no attestation bundle, or a bundle has no attestation: it proves nothing.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'provenance.unknown-publisher': {
    outcome: 'refused',
    means: 'Provenance names no publisher of a kind that safe-install can check.',
    remedy: 'Update safe-install, or name the identity in your policy by `issuer` and `identity`.',
  },
  'provenance.rekor-v2': {
    outcome: 'refused',
    means:
      'A PEP 740 attestation was logged in Rekor v2, which states no time, and version 1 of the format has no field for a timestamp: when it was signed cannot be shown.',
    remedy:
      'Ask the publisher to use Rekor v1, or to publish a Sigstore bundle, which can carry a timestamp.',
  },
  'bundle.malformed': {
    outcome: 'refused',
    means: 'A Sigstore bundle lacks fields, or has fields of the wrong type.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'bundle.version': {
    outcome: 'refused',
    means: 'A Sigstore bundle is of a version that is not known.',
    remedy: 'Update safe-install, or ask the publisher for a bundle of version 0.1 to 0.3.',
  },

  // ── Sigstore: who signed, when, and where it is logged ────────────────────────────────────────────────────────────
  'sigstore.malformed': {
    outcome: 'refused',
    means: 'A part of what proves the signature is not well-formed.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.certificate': {
    outcome: 'refused',
    means: 'The signing certificate is not a well-formed X.509 certificate.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.chain': {
    outcome: 'refused',
    means:
      'The signing certificate was not issued by an authority of the trust root, or was not valid when the signature was made.',
    remedy:
      'If the publisher uses a private Sigstore, name its trust root in your policy; else do not install the file.',
  },
  'sigstore.sct': {
    outcome: 'refused',
    means: 'The signing certificate carries no valid proof that it was logged for everybody to see.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.key-usage': {
    outcome: 'refused',
    means: 'The certificate is not one for signing code.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.san': {
    outcome: 'refused',
    means: 'The certificate does not name exactly one identity of a kind that is known.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.claims': {
    outcome: 'refused',
    means: 'What the certificate claims about the build is not written as Fulcio writes it.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.key': {
    outcome: 'refused',
    means: 'The bundle was signed with a bare key, which says nothing about who holds it.',
    remedy: 'Ask the publisher for a bundle with a certificate.',
  },
  'sigstore.tlog': {
    outcome: 'refused',
    means:
      'A transparency log entry is missing, not proven, not of a log that is trusted, or about something else.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.time': {
    outcome: 'refused',
    means: 'When the signature was made cannot be shown.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'sigstore.signature': {
    outcome: 'refused',
    means: 'The signature is not one over this content by the key of the certificate.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },

  // ── statements: what was signed ───────────────────────────────────────────────────────────────────────────────────
  'statement.payload-type': {
    outcome: 'refused',
    means: 'The signed envelope does not say that it holds an in-toto statement.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.malformed': {
    outcome: 'refused',
    means: 'The signed statement is not a well-formed in-toto statement.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.type': {
    outcome: 'refused',
    means: 'The signed statement is not one of version 1 of in-toto.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.subject-count': {
    outcome: 'refused',
    means: 'The signed statement is about no file, or about more than one.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.subject-name': {
    outcome: 'refused',
    means: 'The signed statement is about a file of another name.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.subject-digest': {
    outcome: 'refused',
    means: 'The signed statement is about other bytes than those of the file.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },
  'statement.predicate': {
    outcome: 'refused',
    means:
      'The signed statement is of a kind that says nothing about publishing or building, or has a body that it must not have.',
    remedy: 'Do not install the file; tell the publisher or the index what the error says.',
  },

  // ── identities: the publisher that was expected ───────────────────────────────────────────────────────────────────
  'identity.issuer': {
    outcome: 'refused',
    means: 'Another identity provider vouches for the signer than the one expected.',
    remedy:
      'If the publisher has moved, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.repository': {
    outcome: 'refused',
    means: 'The file was built from another repository than the one expected.',
    remedy:
      'If the project has moved, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.workflow': {
    outcome: 'refused',
    means: 'The file was built by another workflow than the one expected.',
    remedy:
      'If the project has renamed its workflow, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.environment': {
    outcome: 'refused',
    means: 'The file was built in another deployment environment than the one expected.',
    remedy:
      'If the project has renamed its environment, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.environment-unproven': {
    outcome: 'refused',
    means:
      'A deployment environment is demanded, and the certificate says nothing about it, as older ones do.',
    remedy:
      'Ask for a release that was signed since certificates carry the environment, or take `environment` out of the rule.',
  },
  'identity.subject': {
    outcome: 'refused',
    means: 'The certificate names another identity than the one expected.',
    remedy:
      'If the publisher has changed, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.email': {
    outcome: 'refused',
    means: 'The certificate names another e-mail address than the one expected, or none.',
    remedy:
      'If the publisher has changed, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.pipeline': {
    outcome: 'refused',
    means: 'The file was built by another pipeline than the one expected.',
    remedy:
      'If the project has moved, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.ref': {
    outcome: 'refused',
    means: 'The file was built from another branch or tag than the one expected.',
    remedy:
      'If the project releases from elsewhere now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.trigger': {
    outcome: 'refused',
    means: 'The build was started by another event than the one expected.',
    remedy:
      'If the project releases in another way now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.runner': {
    outcome: 'refused',
    means: 'The build ran on another kind of machine than the one expected, or by hand.',
    remedy:
      'If the project builds elsewhere now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.signer': {
    outcome: 'refused',
    means: 'The build was signed by other build instructions than the ones expected.',
    remedy:
      'If the project uses another reusable workflow now, change your policy; else do not install the file and tell its maintainers.',
  },
  'identity.repository-id': {
    outcome: 'refused',
    means: 'The repository of that name is not the repository that was known by it: it has been replaced.',
    remedy: 'Do not install the file before its maintainers have explained it.',
  },
  'identity.owner-id': {
    outcome: 'refused',
    means: 'The owner of that name is not the owner that was known by it: the account has changed hands.',
    remedy: 'Do not install the file before its maintainers have explained it.',
  },

  // ── the trust root ────────────────────────────────────────────────────────────────────────────────────────────────
  'trust.malformed': {
    outcome: 'usage',
    means: 'A Sigstore trust root is not well-formed.',
    remedy: 'Get the file again from whoever runs that Sigstore.',
  },
  'trust.expired': {
    outcome: 'unverifiable',
    means: 'The trust root at hand is past its expiry, and no newer one could be fetched.',
    remedy: 'Run `safe-install trust update` with a network, or give a trust root with `--trusted-root`.',
  },
  'trust.unreachable': {
    outcome: 'unverifiable',
    means: 'The TUF repository of the trust root does not answer.',
    remedy: 'Try again later, or give a trust root with `--trusted-root`.',
  },
  'trust.tuf': {
    outcome: 'unverifiable',
    means: 'What the TUF repository sent cannot be trusted: its metadata does not verify.',
    remedy: 'Try again later; if it stays so, somebody may be interfering with the connection.',
  },

  // ── configuration and installers ────────────────────────────────────────────────────────────────────────────────
  'configuration.value': {
    outcome: 'usage',
    means: 'A configuration file or a variable sets an option to something that it does not take.',
    remedy: 'Mend or remove the line or the variable that the message names.',
  },
  'configuration.malformed': {
    outcome: 'usage',
    means: 'A configuration file of the installer cannot be read.',
    remedy: 'Mend the file at the line that the message names; the installer itself would stop there too.',
  },
  'installer.not-found': {
    outcome: 'usage',
    means: 'Neither pip nor uv was found for this Python.',
    remedy: 'Install one of them, for example with `python -m ensurepip`.',
  },
  'installer.too-old': {
    outcome: 'usage',
    means: 'The installer lacks what a hand-over of checked files needs.',
    remedy: 'Upgrade it: pip 22.2 or uv 0.4 is enough.',
  },
  'installer.default-index': {
    outcome: 'usage',
    means: 'The installer did not say which index it would use.',
    remedy: 'Name the index with `--index-url`.',
  },
  'installer.failed': {
    outcome: 'installer',
    means: 'pip or uv did not install the checked files.',
    remedy: 'Read its last lines, which are shown; with `-v` all of them are.',
  },
  'installed.missing': {
    outcome: 'installer',
    means: 'A file that the checked wheel holds is not where it should have been installed.',
    remedy:
      'Install again with `--force-reinstall`; if it stays, something removes files as they are written.',
  },
  'installed.mismatch': {
    outcome: 'installer',
    means: 'A file was installed with other bytes than the checked wheel holds.',
    remedy:
      'Do not use the environment: install again with `--force-reinstall`, and find out who writes there.',
  },
  'installed.unexpected': {
    outcome: 'installer',
    means: 'The installer recorded a file that is not in the checked wheel and that installers do not make.',
    remedy: 'Do not use the environment; remove the project and install it again.',
  },
  'plan.overwrites-interpreter': {
    outcome: 'refused',
    means: 'A file of a wheel would take the place of Python, pip or uv.',
    remedy: 'Do not install it, and tell its maintainers.',
  },
  'plan.conflict': {
    outcome: 'refused',
    means:
      'Two projects would write different bytes to one path, so that what is installed depends on their order.',
    remedy: 'Leave one of them out, or install them into environments of their own.',
  },

  // ── bugs ────────────────────────────────────────────────────────────────────────────────────────────────────────
  'internal.bug': {
    outcome: 'bug',
    means: 'safe-install met a state that it holds to be impossible.',
    remedy: 'Run again with -vv and report what it prints.',
  },
});

/** A stable, documented reason code such as `hash.mismatch`. */
export type ReasonCode = keyof typeof REASONS;

/** Exit code of the process for a failure with this code. */
export const exitCodeOf = (code: ReasonCode): number => EXIT_CODES[REASONS[code].outcome];
