import { escapedName, type MetadataOptions, makeMetadata } from './make-metadata.ts';
import { type MadeFile, sha256Hex } from './make-wheel.ts';
import { type TarEntry, writeGzip, writeTar } from './write-tar.ts';

export interface SdistOptions extends MetadataOptions {
  /** Files below the top folder, beside PKG-INFO; a pyproject.toml and one module without it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** The PKG-INFO to put in, in place of the one made from the rest. */
  readonly metadataText?: string;
  /** The last word on the members. */
  readonly tamper?: (entries: readonly TarEntry[]) => readonly TarEntry[];
}

/**
 * A well-formed `.tar.gz` sdist (PEP 625) in memory, the same bytes for the same options; `tamper` makes it lie.
 *
 * Its build backend stands in the tree itself and needs nothing from an index.
 */
export function makeSdist(options: SdistOptions): MadeFile {
  const version = options.version ?? '1.0';
  const escaped = escapedName(options.name);
  const top = `${escaped}-${version}`;
  const metadata = Buffer.from(
    options.metadataText ?? makeMetadata({ ...options, metadataVersion: options.metadataVersion ?? '2.2' }),
  );
  const files: Record<string, string | Uint8Array> = {
    'PKG-INFO': metadata,
    ...(options.files ?? {
      'pyproject.toml': '[build-system]\nrequires = []\nbuild-backend = "backend"\nbackend-path = ["."]\n',
      'backend.py': 'raise RuntimeError("a build was started")\n',
      [`${escaped}/__init__.py`]: `VERSION = ${JSON.stringify(version)}\n`,
    }),
  };
  const entries: readonly TarEntry[] = [
    { name: `${top}/`, type: '5' },
    ...Object.entries(files).map(
      ([path, data]): TarEntry => ({ name: `${top}/${path}`, data: Buffer.from(data) }),
    ),
  ];
  const bytes = writeGzip(writeTar(options.tamper === undefined ? entries : options.tamper(entries)));
  return {
    kind: 'sdist',
    name: options.name,
    version,
    filename: `${top}.tar.gz`,
    bytes,
    sha256: sha256Hex(bytes),
    metadata,
    metadataSha256: sha256Hex(metadata),
    requiresPython: options.requiresPython ?? null,
  };
}
