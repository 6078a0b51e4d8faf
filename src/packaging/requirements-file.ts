import nodePath from 'node:path';
import { redactUrl, SafeInstallError } from '../errors/index.ts';
import { decodePythonText, EncodingFault } from './python-encoding.ts';
import { type LogicalLine, logicalLines, type Variables } from './requirements-file-lines.ts';
import {
  type FileOptionName,
  type LineOption,
  OptionFault,
  parseRequirementsLine,
} from './requirements-file-options.ts';
import {
  type AllowedHash,
  type FileRequirement,
  type FileRole,
  type LineOrigin,
  parseAllowedHash,
  parseConfigSetting,
  refuseLine,
} from './requirements-file-requirement.ts';

/** Options that stand on a line of their own and hold for the whole run. */
export type GlobalOptionName = Exclude<
  FileOptionName,
  'requirement' | 'constraint' | 'editable' | 'hash' | 'config-settings'
>;

export interface FileOption {
  readonly name: GlobalOptionName;
  /** `null` for an option that takes none; variables are put in, so that it may carry secrets. */
  readonly value: string | null;
  readonly origin: LineOrigin;
}

/** What a requirements file and the files that it includes say, in the order in which it is said. */
export interface RequirementsFile {
  readonly requirements: readonly FileRequirement[];
  readonly options: readonly FileOption[];
  /** What pip passes over without a word, told in a sentence. */
  readonly warnings: readonly { readonly message: string; readonly origin: LineOrigin }[];
}

/** What the parser needs from the world. */
export interface RequirementsFileDoors {
  /** The bytes of a file by absolute path or URL. What it throws goes to the caller as it is. */
  readonly read: (location: string, role: FileRole) => Promise<Uint8Array>;
  /** Whether a path exists: `--find-links` is relative to the file where that exists, else to the working folder. */
  readonly exists: (path: string) => Promise<boolean>;
  /** The environment for `${NAME}`. */
  readonly variables: Variables;
  /** How paths are joined; the system's own way when absent. */
  readonly path?: Pick<nodePath.PlatformPath, 'dirname' | 'resolve' | 'join' | 'isAbsolute'>;
}

/** Bytes. A locked set of a thousand packages, each with fifty digests, has five megabytes. */
export const MAX_REQUIREMENTS_FILE_BYTES = 32 * 1024 * 1024;

/** Files of one run. A file that includes two that include two … doubles at each step. */
const MAX_FILES = 1000;

/** Files between the first one and the deepest. */
const MAX_DEPTH = 50;

const URL_START = /^(?:https?|file):/i;

/** Options whose effect pip applies while it takes a line apart, whatever else stands on the line. */
const ACTS_AT_ONCE: ReadonlySet<FileOptionName> = new Set([
  'no-binary',
  'only-binary',
  'all-releases',
  'only-final',
]);

const actsAtOnce = (
  name: FileOptionName,
): name is 'no-binary' | 'only-binary' | 'all-releases' | 'only-final' => ACTS_AT_ONCE.has(name);

/** A file that is being read: where it is, what it is called, and the files through which it was reached. */
interface OpenFile {
  readonly location: string;
  readonly shown: string;
  readonly role: FileRole;
  readonly ancestors: readonly string[];
}

/** Reads one tree of files; a class only because its collections are filled from every depth. */
class Reader {
  readonly requirements: FileRequirement[] = [];
  readonly options: FileOption[] = [];
  readonly warnings: { message: string; origin: LineOrigin }[] = [];
  readonly #doors: RequirementsFileDoors;
  readonly #path: NonNullable<RequirementsFileDoors['path']>;
  #files = 0;

  constructor(doors: RequirementsFileDoors) {
    this.#doors = doors;
    this.#path = doors.path ?? nodePath;
  }

  async readFile(file: OpenFile): Promise<void> {
    this.#files += 1;
    if (this.#files > MAX_FILES) throw this.#tooLarge(file, `more than ${MAX_FILES} files are included`);
    if (file.ancestors.length > MAX_DEPTH)
      throw this.#tooLarge(file, `files include each other more than ${MAX_DEPTH} deep`);
    const bytes = await this.#doors.read(file.location, file.role);
    if (bytes.length > MAX_REQUIREMENTS_FILE_BYTES)
      throw this.#tooLarge(
        file,
        `the file has ${bytes.length} bytes, more than the ${MAX_REQUIREMENTS_FILE_BYTES} that are read`,
      );
    for (const line of logicalLines(this.#decode(bytes, file), this.#doors.variables))
      await this.#readLine(line, file);
  }

  #tooLarge(file: OpenFile, message: string): SafeInstallError {
    return new SafeInstallError({ code: 'requirements.too-large', message, subject: file.shown });
  }

  #decode(bytes: Uint8Array, file: OpenFile): string {
    try {
      return decodePythonText(bytes);
    } catch (error) {
      if (!(error instanceof EncodingFault)) throw error;
      throw new SafeInstallError({
        code: 'requirements.encoding',
        message: error.message,
        subject: file.shown,
        hint: 'Save the file as UTF-8, or name its encoding in the first line: # -*- coding: cp1252 -*-',
      });
    }
  }

  async #readLine(line: LogicalLine, file: OpenFile): Promise<void> {
    const origin: LineOrigin = { file: file.shown, line: line.line, role: file.role };
    let parts: ReturnType<typeof parseRequirementsLine>;
    try {
      parts = parseRequirementsLine(line.text);
    } catch (error) {
      if (!(error instanceof OptionFault)) throw error;
      throw refuseLine(error.message, origin, line);
    }
    if (parts.leftover.length > 0)
      this.#warn('what stands behind the options and belongs to none is passed over', origin);
    const editables = parts.options.filter(({ name }) => name === 'editable');
    if (parts.requirement !== '' && editables.length > 0)
      throw refuseLine('a line has either a requirement or --editable, not both', origin, line);
    const text = parts.requirement === '' ? (editables[0]?.value ?? '') : parts.requirement;
    if (text !== '') this.#takeRequirement(text, editables.length > 0, parts.options, origin, line);
    else await this.#takeOptions(parts.options, file, origin, line);
  }

  /** Of the options on a requirement's line only its own count. */
  #takeRequirement(
    text: string,
    editable: boolean,
    options: readonly LineOption[],
    origin: LineOrigin,
    line: LogicalLine,
  ): void {
    if (editable && origin.role === 'constraints')
      throw refuseLine('an editable requirement cannot be a constraint', origin, line);
    const hashes: AllowedHash[] = [];
    const configSettings: (readonly [string, string])[] = [];
    let isFirstEditable = true;
    for (const { name, value } of options) {
      if (name === 'hash' && !editable) hashes.push(parseAllowedHash(value ?? '', origin, line));
      else if (name === 'config-settings') configSettings.push(parseConfigSetting(value ?? '', origin, line));
      else if (actsAtOnce(name)) this.options.push({ name, value, origin });
      else if (name === 'editable' && isFirstEditable) isFirstEditable = false;
      else
        this.#warn(
          `--${name} has no effect on the line of a requirement and is passed over; give it a line of its own`,
          origin,
        );
    }
    this.requirements.push({ text, editable, hashes, configSettings, origin });
  }

  async #takeOptions(
    options: readonly LineOption[],
    file: OpenFile,
    origin: LineOrigin,
    line: LogicalLine,
  ): Promise<void> {
    const included =
      options.find(({ name }) => name === 'requirement') ?? options.find(({ name }) => name === 'constraint');
    const seen = new Set<string>();
    for (const option of options) {
      const { name, value } = option;
      if (name === 'hash' || name === 'config-settings' || name === 'editable')
        this.#warn(`--${name} belongs to no requirement and is passed over`, origin);
      else if (name === 'requirement' || name === 'constraint') {
        if (option !== included) this.#warn(`a second --${name} on a line is passed over`, origin);
      } else if (included !== undefined && !actsAtOnce(name))
        this.#warn(`--${name} has no effect beside --${included.name} and is passed over`, origin);
      else if (name === 'find-links' && seen.has(name))
        this.#warn('a second --find-links on a line is passed over', origin);
      else {
        seen.add(name);
        const taken = name === 'find-links' ? await this.#locateLinks(value ?? '', file) : value;
        this.options.push({ name, value: taken, origin });
      }
    }
    if (included !== undefined) await this.#include(included, file, origin, line);
  }

  async #include(option: LineOption, file: OpenFile, origin: LineOrigin, line: LogicalLine): Promise<void> {
    const role = option.name === 'requirement' ? 'requirements' : 'constraints';
    const { location, shown } = this.#locate(option.value ?? '', file, origin, line);
    if (location === file.location || file.ancestors.includes(location))
      throw new SafeInstallError({
        code: 'requirements.cycle',
        message: `"${shown}" includes itself`,
        subject: `${origin.file}:${origin.line}`,
        excerpt: { text: line.source, start: 0, end: line.source.length },
      });
    await this.readFile({ location, shown, role, ancestors: [...file.ancestors, file.location] });
  }

  /** Relative to the file that includes, whether that is a path or a URL. */
  #locate(
    reference: string,
    file: OpenFile,
    origin: LineOrigin,
    line: LogicalLine,
  ): Pick<OpenFile, 'location' | 'shown'> {
    if (URL_START.test(reference) || URL_START.test(file.location)) {
      const base = URL_START.test(file.location) ? file.location : undefined;
      if (!URL.canParse(reference, base))
        throw refuseLine('the URL of the included file is none', origin, line);
      const location = new URL(reference, base).href;
      return { location, shown: redactUrl(location) };
    }
    const folder = this.#path.dirname(file.location);
    return {
      location: this.#path.resolve(folder, reference),
      shown: this.#path.isAbsolute(reference)
        ? reference
        : this.#path.join(this.#path.dirname(file.shown), reference),
    };
  }

  async #locateLinks(value: string, file: OpenFile): Promise<string> {
    if (URL_START.test(value) || URL_START.test(file.location)) return value;
    const beside = this.#path.resolve(this.#path.dirname(file.location), value);
    return (await this.#doors.exists(beside)) ? beside : value;
  }

  #warn(message: string, origin: LineOrigin): void {
    this.warnings.push({ message, origin });
  }
}

/**
 * A requirements or constraints file with everything that it includes, as pip 26.3 reads it.
 *
 * @param file `location`: absolute path or URL; `shown`: how the user named it.
 * @throws SafeInstallError `requirements.malformed` with file, line and excerpt; `requirements.encoding`,
 *   `requirements.cycle`, `requirements.too-large`; and whatever the reader throws.
 * @see https://pip.pypa.io/en/stable/reference/requirements-file-format/
 */
export async function parseRequirementsFile(
  file: { readonly location: string; readonly shown?: string; readonly role: FileRole },
  doors: RequirementsFileDoors,
): Promise<RequirementsFile> {
  const reader = new Reader(doors);
  const shown = file.shown ?? (URL_START.test(file.location) ? redactUrl(file.location) : file.location);
  await reader.readFile({ location: file.location, shown, role: file.role, ancestors: [] });
  const { requirements, options, warnings } = reader;
  return { requirements, options, warnings };
}
