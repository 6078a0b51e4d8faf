import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { auditFolders, type FolderAudit, surveyFolders } from '../../../src/audit/index.ts';
import type { PlaceWish } from '../../../src/audit/place.ts';
import { recordLine } from '../../support/make-wheel.ts';

/** What is installed of one distribution. */
export interface InstalledOptions {
  readonly name: string;
  readonly version?: string;
  /** By path, relative to the folder of packages, as RECORD writes it. */
  readonly files?: Readonly<Record<string, string | Uint8Array>>;
  readonly entryPoints?: string;
  /** The last word on RECORD's lines; `null`: there is no RECORD. */
  readonly record?: null | ((lines: readonly string[]) => readonly string[]);
}

const NO_SIGNAL = new AbortController().signal;

/** Lists folders of packages, and compares them with the RECORDs in them. */
export const audit = async (
  wishes: readonly PlaceWish[],
  signal: AbortSignal = NO_SIGNAL,
): Promise<FolderAudit> => await auditFolders(await surveyFolders(wishes, signal), signal);

/** An environment without any Python in it, laid out as an installer would. */
export class MadeEnvironment {
  readonly prefix: string;
  readonly site: string;

  constructor(prefix: string, site = join(prefix, 'lib', 'python3.11', 'site-packages')) {
    this.prefix = prefix;
    this.site = site;
    mkdirSync(this.site, { recursive: true });
    mkdirSync(join(prefix, 'bin'), { recursive: true });
  }

  /** Writes a file by its path in the folder of packages. */
  write(path: string, data: string | Uint8Array): string {
    const absolute = join(this.site, path);
    mkdirSync(dirname(absolute), { recursive: true });
    writeFileSync(absolute, data);
    return absolute;
  }

  install({ name, version = '1.0', files, entryPoints, record }: InstalledOptions): void {
    const info = `${name}-${version}.dist-info`;
    const all: Record<string, string | Uint8Array> = {
      ...(files ?? { [`${name}/__init__.py`]: `NAME = "${name}"\n` }),
      [`${info}/METADATA`]: `Metadata-Version: 2.1\nName: ${name}\nVersion: ${version}\n`,
      [`${info}/INSTALLER`]: 'pip\n',
      ...(entryPoints === undefined ? {} : { [`${info}/entry_points.txt`]: entryPoints }),
    };
    for (const [path, data] of Object.entries(all)) this.write(path, data);
    if (record === null) return;
    const lines = [...Object.entries(all).map(([path, data]) => recordLine(path, data)), `${info}/RECORD,,`];
    this.write(`${info}/RECORD`, (record?.(lines) ?? lines).map((line) => `${line}\n`).join(''));
  }

  /** Writes bytecode for a source that is there, with a header that fits it unless told otherwise. */
  compile(source: string, { magic = 0x0a0d0da7, flags = 0, modified, size }: BytecodeOptions = {}): string {
    const facts = statSync(join(this.site, source));
    const header = Buffer.alloc(16);
    header.writeUInt32LE(magic, 0);
    header.writeUInt32LE(flags, 4);
    header.writeUInt32LE(modified ?? Math.floor(facts.mtimeMs / 1000), 8);
    header.writeUInt32LE(size ?? facts.size, 12);
    const name = source.slice(source.lastIndexOf('/') + 1, -'.py'.length);
    const folder = source.slice(0, source.lastIndexOf('/') + 1);
    const path = `${folder}__pycache__/${name}.cpython-311.pyc`;
    this.write(path, Buffer.concat([header, Buffer.from('code')]));
    return path;
  }

  /** Changes one byte and nothing else that a listing shows: size and time stay. */
  alterByte(path: string): void {
    const absolute = join(this.site, path);
    const bytes = readFileSync(absolute);
    bytes[bytes.length - 2] = (bytes[bytes.length - 2] ?? 0) ^ 1;
    writeFileSync(absolute, bytes);
  }

  audit(prefix: string = this.prefix): Promise<FolderAudit> {
    const programs = prefix === this.site ? null : [join(this.prefix, 'bin')];
    return audit([{ folder: this.site, prefix, programs }]);
  }
}

export interface BytecodeOptions {
  readonly magic?: number;
  readonly flags?: number;
  readonly modified?: number;
  readonly size?: number;
}

/** An environment that goes away with its test. */
export function makeEnvironment(): MadeEnvironment {
  const prefix = realpathSync(mkdtempSync(join(tmpdir(), 'safe-install-audit-')));
  onTestFinished(() => rmSync(prefix, { recursive: true, force: true }));
  return new MadeEnvironment(prefix);
}

/** What was found, short: code, subject, and the paths. */
export const shortly = (errors: FolderAudit['findings']): readonly string[] =>
  errors.map(({ code, subject, facts }) => {
    const paths = facts.filter(({ label }) => label === 'file').map(({ value }) => value);
    return `${code} ${subject}: ${paths.join(' ')}`;
  });

const ACME = {
  name: 'acme',
  files: { 'acme/__init__.py': 'import os\n', 'acme/core.py': 'CORE = 1\n', 'acme/data/x.bin': 'abc' },
};

const BETA = { name: 'beta', files: { 'beta.py': 'BETA = 1\n', 'tests/test_beta.py': 'pass\n' } };

/** One thing that is done to an environment in which `acme` and `beta` are installed as they should be. */
export type Deed = (environment: MadeEnvironment) => void;

/** An environment with `acme` and `beta` in it. */
export function makeStocked(): MadeEnvironment {
  const environment = makeEnvironment();
  environment.install(ACME);
  environment.install(BETA);
  return environment;
}

export async function auditAfter(deed: Deed): Promise<FolderAudit> {
  const environment = makeStocked();
  deed(environment);
  return await environment.audit();
}
