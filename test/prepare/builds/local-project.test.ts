import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { normalizeName, parseVersion } from '../../../src/packaging/index.ts';
import { combineLayers } from '../../../src/policy/index.ts';
import { checkMayBuildProject, folderAt } from '../../../src/prepare/builds/local-project.ts';
import { layer } from '../../policy/support.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';

const scratch = scratchFolder();

/** A project's folder with this pyproject.toml. */
function project(pyproject: string): string {
  const folder = join(scratch.path, `project-${Math.random().toString(36).slice(2)}`);
  mkdirSync(folder);
  writeFileSync(join(folder, 'pyproject.toml'), pyproject);
  return folder;
}

const REQUIRED = 'provenance = "required"\n';
const EXEMPT = `${REQUIRED}[[rule]]\npackages = ["acme"]\nprovenance = "off"\n`;
const DENIED = '[[rule]]\npackages = ["acme"]\ndeny = true\n';
const ACME = '[project]\nname = "Acme"\nversion = "1.0"\n';
const byUser = (folder: string) => ({ url: pathToFileURL(folder).href, requiredBy: null });

describe('folderAt', () => {
  it.each<[string, string, string | undefined]>([
    ['a folder', pathToFileURL(scratch.path).href, scratch.path],
    ['a folder with a fragment', `${pathToFileURL(scratch.path).href}#egg=acme`, scratch.path],
    ['a file', pathToFileURL(scratch.put('x', 'file')).href, undefined],
    ['a file of another machine', 'file://elsewhere/srv', undefined],
    ['an address', 'https://files.example/acme/', undefined],
    ['an escape that is none', 'file:///%zz', undefined],
    ['a path that is none', 'file:///a%00b', undefined],
    ['no address', 'file', undefined],
  ])('knows %s', async (_reason, url, folder) => {
    expect(await folderAt(url)).toBe(folder);
  });
});

describe('a project in a folder', () => {
  it.each<[string, string, string]>([
    ['without a policy', ACME, ''],
    ['that a rule exempts, by the name that it states', ACME, EXEMPT],
  ])('may be built %s', async (_reason, pyproject, policy) => {
    const folder = project(pyproject);
    const may = checkMayBuildProject(byUser(folder), folder, true, combineLayers([layer(policy)], 'off'));
    await expect(may).resolves.toBeUndefined();
  });

  it.each<[string, string, string, string]>([
    ['where provenance is required', ACME, REQUIRED, 'source.unverifiable'],
    ['where it does not state its name', '[build-system]\nrequires = []\n', EXEMPT, 'source.unverifiable'],
    [
      'where its name is dynamic',
      '[project]\nname = "acme"\ndynamic = ["version"]\n',
      EXEMPT,
      'source.unverifiable',
    ],
    ['where nothing of it can be read', 'x = [', REQUIRED, 'source.unverifiable'],
    ['where its name is none', '[project]\nname = "?"\nversion = "1.0"\n', EXEMPT, 'source.unverifiable'],
    ['where the policy forbids it', ACME, DENIED, 'plan.denied'],
  ])('may not be built %s', async (_reason, pyproject, policy, code) => {
    const folder = project(pyproject);
    const may = checkMayBuildProject(byUser(folder), folder, true, combineLayers([layer(policy)], 'off'));
    await expect(may).toRefuseWith(code);
  });

  it('may not be asked for by just any package', async () => {
    const folder = project(ACME);
    const requiredBy = { name: normalizeName('evil'), version: parseVersion('1.0') };
    const request = { url: pathToFileURL(folder).href, requiredBy };
    const policy = combineLayers([], 'off');
    await expect(checkMayBuildProject(request, folder, false, policy)).toRefuseWith('source.unverifiable');
  });
});
