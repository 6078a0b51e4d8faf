import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SdistFile } from '../../artifact/index.ts';
import { redactUrl, SafeInstallError } from '../../errors/index.ts';
import { isValidName, normalizeName, tryParseVersion } from '../../packaging/index.ts';
import { kindOfPath, readFileCapped } from '../../platform/index.ts';
import { describeOrigin, type EffectivePolicy } from '../../policy/index.ts';
import type { DirectRequest } from '../../resolver/index.ts';

/** Bytes; a larger pyproject.toml is refused where it is read for the build. */
const MAX_PYPROJECT_BYTES = 1024 * 1024;

/**
 * The folder that an address names.
 *
 * @returns an absolute path; `undefined` for an address that is none of a folder.
 */
export async function folderAt(url: string): Promise<string | undefined> {
  if (!/^file:/i.test(url) || !URL.canParse(url)) return undefined;
  const parsed = new URL(url);
  parsed.hash = '';
  parsed.search = '';
  let path: string;
  try {
    path = fileURLToPath(parsed);
  } catch (error) {
    // a file of another machine, or an escape that is none
    if (!(error instanceof TypeError) && !(error instanceof URIError)) throw error;
    return undefined;
  }
  if (path.includes('\0')) return undefined;
  return (await kindOfPath(path)) === 'folder' ? path : undefined;
}

/**
 * A project that is no file, whose code runs when it is built: only the user may ask for one (or a project of his that he
 * asks for), and not where everything has to be proven.
 *
 * @param folder where it lies; `null` for one in a repository, of which nothing is known before it is fetched.
 * @param mayAsk whether who asks may name a project.
 * @throws SafeInstallError `source.unverifiable`, `plan.denied`.
 */
export async function checkMayBuildProject(
  request: Pick<DirectRequest, 'url' | 'requiredBy'>,
  folder: string | null,
  mayAsk: boolean,
  policy: EffectivePolicy,
): Promise<void> {
  const { url, requiredBy } = request;
  if (!mayAsk) {
    throw new SafeInstallError({
      code: 'source.unverifiable',
      message: 'a package asks for a project in a folder or a repository, and not by its name',
      subject: redactUrl(url),
      facts:
        requiredBy === null
          ? []
          : [{ label: 'needed by', value: `${requiredBy.name} ${requiredBy.version}` }],
      hint: 'Do not install the package that needs it, unless you know why it does',
    });
  }
  const stated = folder === null ? undefined : await statedIdentity(folder);
  if (stated !== undefined) return checkMayBeLocal(stated, policy);
  const { value, origin } = policy.settings.provenance;
  if (value === 'required') throw unproven(redactUrl(url), describeOrigin(origin));
}

/**
 * The same when it is known what it is.
 *
 * @throws SafeInstallError `source.unverifiable`, `plan.denied`.
 */
export function checkMayBeLocal(
  { name, version }: Pick<SdistFile, 'name' | 'version'>,
  policy: EffectivePolicy,
): void {
  const { settings, denied } = policy.demandsOn(name, version);
  if (denied !== null) {
    throw new SafeInstallError({
      code: 'plan.denied',
      message: 'the policy forbids it',
      subject: `${name} ${version}`,
      facts: [{ label: 'forbidden', value: denied.text, origin: describeOrigin(denied.origin) }],
    });
  }
  if (settings.provenance.value === 'required')
    throw unproven(`${name} ${version}`, describeOrigin(settings.provenance.origin));
}

const unproven = (subject: string, origin: string): SafeInstallError =>
  new SafeInstallError({
    code: 'source.unverifiable',
    message: 'nothing can prove who made a project that is built from its own folder or repository',
    subject,
    facts: [{ label: 'demanded', value: 'provenance = "required"', origin }],
    hint: 'Install a release of it; or give up the demand for it, by a rule with provenance = "off" for its name',
  });

/** Name and version as the project states them for good, so that nothing has to be run to know them. */
async function statedIdentity(folder: string): Promise<Pick<SdistFile, 'name' | 'version'> | undefined> {
  const path = join(folder, 'pyproject.toml');
  if ((await kindOfPath(path)) !== 'file') return undefined;
  const bytes = await readFileCapped(path, MAX_PYPROJECT_BYTES);
  const { parse, TomlError } = await import('smol-toml');
  let project: unknown;
  try {
    project = parse(bytes?.toString('utf8') ?? '').project;
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    return undefined; // the build refuses it
  }
  if (typeof project !== 'object' || project === null || !('name' in project) || !('version' in project))
    return undefined;
  const { name, version: text } = project;
  if (typeof name !== 'string' || typeof text !== 'string' || !isValidName(name)) return undefined;
  const version = tryParseVersion(text);
  return version === undefined ? undefined : { name: normalizeName(name), version };
}
