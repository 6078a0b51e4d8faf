import { createHash } from 'node:crypto';
import { escapedName, type MetadataOptions, makeMetadata } from './make-metadata.ts';
import { writeZip, type ZipEntry } from './write-zip.ts';

export interface WheelOptions extends MetadataOptions {
  /** Build tag, such as `1` or `2local`. */
  readonly build?: string;
  /** Compressed tag set; `py3-none-any` without it. */
  readonly tags?: string;
  /** Files of site-packages; one module of the distribution's name without it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  /** Console scripts, name to `module:function`. */
  readonly entryPoints?: Readonly<Record<string, string>>;
  /** Files of `.data/scripts`. */
  readonly scripts?: Readonly<Record<string, string | Uint8Array>>;
  /** Files of `.data`, below a scheme: `data/etc/acme.conf`, `headers/acme.h`, `purelib/acme/x.py`. */
  readonly data?: Readonly<Record<string, string | Uint8Array>>;
  /** The METADATA to put in, in place of the one made from the rest. */
  readonly metadataText?: string;
  /** The WHEEL to put in, in place of the usual one. */
  readonly wheelText?: string;
  /** The last word on RECORD's lines (the one of RECORD itself is the last); `null` leaves RECORD out. */
  readonly record?: null | ((lines: readonly string[]) => readonly string[]);
  /** The last word on the members, RECORD included and true until then. */
  readonly tamper?: (entries: readonly ZipEntry[]) => readonly ZipEntry[];
  /** Whether members are stored or deflated; deflated without it. */
  readonly method?: 'stored' | 'deflate';
}

/** A distribution file in memory, with what an index would state of it. */
export interface MadeFile {
  readonly kind: 'wheel' | 'sdist';
  /** As the options spell it. */
  readonly name: string;
  readonly version: string;
  readonly filename: string;
  readonly bytes: Buffer;
  /** 64 lower-case hexadecimal digits. */
  readonly sha256: string;
  /** The bytes of METADATA or PKG-INFO. */
  readonly metadata: Buffer;
  readonly metadataSha256: string;
  readonly requiresPython: string | null;
}

/** Lower-case hexadecimal sha256 of `data`. */
export const sha256Hex = (data: string | Uint8Array): string =>
  createHash('sha256').update(data).digest('hex');

/** A RECORD line for a file, as the wheel specification wants it: path, urlsafe unpadded sha256, size. */
export function recordLine(path: string, data: string | Uint8Array): string {
  const quoted = /[",\n]/.test(path) ? `"${path.replaceAll('"', '""')}"` : path;
  const digest = createHash('sha256').update(data).digest('base64url');
  return `${quoted},sha256=${digest},${Buffer.byteLength(data)}`;
}

const toBytes = (data: string | Uint8Array): Uint8Array =>
  typeof data === 'string' ? Buffer.from(data) : data;

/**
 * A well-formed wheel in memory, the same bytes for the same options; `record` and `tamper` make it lie.
 *
 * @example makeWheel({ name: 'acme', version: '1.2', requires: ['idna>=3'] }).filename // acme-1.2-py3-none-any.whl
 */
export function makeWheel(options: WheelOptions): MadeFile {
  const version = options.version ?? '1.0';
  const tags = options.tags ?? 'py3-none-any';
  const escaped = escapedName(options.name);
  const stem = `${escaped}-${version.replaceAll('-', '_')}`;
  const distInfo = `${stem}.dist-info`;
  const metadata = Buffer.from(options.metadataText ?? makeMetadata(options));

  const files: Record<string, string | Uint8Array> = {
    ...(options.files ?? { [`${escaped}/__init__.py`]: `VERSION = ${JSON.stringify(version)}\n` }),
  };
  for (const [path, data] of Object.entries(options.scripts ?? {}))
    files[`${stem}.data/scripts/${path}`] = data;
  for (const [path, data] of Object.entries(options.data ?? {})) files[`${stem}.data/${path}`] = data;
  files[`${distInfo}/METADATA`] = metadata;
  files[`${distInfo}/WHEEL`] = options.wheelText ?? wheelText(tags, options.build);
  if (options.entryPoints !== undefined) {
    const scripts = Object.entries(options.entryPoints).map(([name, target]) => `${name} = ${target}\n`);
    files[`${distInfo}/entry_points.txt`] = `[console_scripts]\n${scripts.join('')}`;
  }

  const lines = Object.entries(files).map(([path, data]) => recordLine(path, data));
  const record =
    options.record === null ? null : (options.record ?? ((all) => all))([...lines, `${distInfo}/RECORD,,`]);
  if (record !== null) files[`${distInfo}/RECORD`] = record.map((line) => `${line}\n`).join('');

  const entries = Object.entries(files).map(
    ([name, data]): ZipEntry => ({
      name,
      data: toBytes(data),
      method: options.method ?? 'deflate',
      ...(name.startsWith(`${stem}.data/scripts/`) ? { mode: 0o100755 } : {}),
    }),
  );
  const bytes = writeZip(options.tamper === undefined ? entries : options.tamper(entries));
  return {
    kind: 'wheel',
    name: options.name,
    version,
    filename: `${stem}${options.build === undefined ? '' : `-${options.build}`}-${tags}.whl`,
    bytes,
    sha256: sha256Hex(bytes),
    metadata,
    metadataSha256: sha256Hex(metadata),
    requiresPython: options.requiresPython ?? null,
  };
}

/** WHEEL with one Tag line for each member of the compressed tag set (PEP 425). */
function wheelText(tags: string, build: string | undefined): string {
  const [pythons = '', abis = '', platforms = ''] = tags.split('-');
  const expanded = pythons
    .split('.')
    .flatMap((python) =>
      abis
        .split('.')
        .flatMap((abi) => platforms.split('.').map((platform) => `Tag: ${python}-${abi}-${platform}\n`)),
    );
  const purelib = abis === 'none' && platforms === 'any';
  const head = `Wheel-Version: 1.0\nGenerator: safe-install-tests\nRoot-Is-Purelib: ${purelib}\n`;
  return `${head}${expanded.join('')}${build === undefined ? '' : `Build: ${build}\n`}`;
}
