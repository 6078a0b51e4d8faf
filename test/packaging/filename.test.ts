import { describe, expect, it } from 'vitest';
import { parseName, parseSdistFilename, parseWheelFilename } from '../../src/packaging/index.ts';

describe('parseWheelFilename', () => {
  it('tells its parts', () => {
    const { name, version, build, tags } = parseWheelFilename('Acme_Core-1.0+cpu-007b-py2.py3-none-any.whl');
    expect([name, version.toString(), build, tags]).toEqual([
      'acme-core',
      '1.0+cpu',
      { number: '7', suffix: 'b' },
      ['py2-none-any', 'py3-none-any'],
    ]);
  });

  it('has no build where none is given', () => {
    expect(parseWheelFilename('acme-1.0-py3-none-any.whl').build).toBeNull();
  });

  it('does not take a name with the Kelvin sign for that of another project', () => {
    expect(parseWheelFilename('\u212aubernetes-1.0-py3-none-any.whl').name).not.toBe('kubernetes');
  });

  it.each([
    ['another extension', 'acme-1.0-py3-none-any.zip'],
    ['an extension in capitals', 'acme-1.0-py3-none-any.WHL'],
    ['too few parts', 'acme-1.0-py3-none.whl'],
    ['too many parts', 'acme-1.0-1-py3-none-any-x.whl'],
    ['no name', '-1.0-py3-none-any.whl'],
    ['a name of two underscores in a row', 'ac__me-1.0-py3-none-any.whl'],
    ['a path', '../acme-1.0-py3-none-any.whl'],
    ['a path of another system', '..\\acme-1.0-py3-none-any.whl'],
    ['a line end in the name', 'acme\n-1.0-py3-none-any.whl'],
    ['no version', 'acme--py3-none-any.whl'],
    ['what is no version', 'acme-1.x-py3-none-any.whl'],
    ['a build that begins with a letter', 'acme-1.0-b1-py3-none-any.whl'],
    ['an empty tag', 'acme-1.0-py3--any.whl'],
    ['an interpreter that is a version', 'acme-1.0-2.7-none-any.whl'],
    ['more characters than a file system takes', `${'a'.repeat(240)}-1.0-py3-none-any.whl`],
  ])('refuses %s', (_reason, filename) => {
    expect(() => parseWheelFilename(filename)).toRefuse('packaging.filename');
  });
});

describe('parseSdistFilename', () => {
  it.each([
    ['of today', 'acme_core-1.0.tar.gz', 'acme-core', '1.0'],
    ['as a zip', 'acme-1.0.zip', 'acme', '1.0'],
    ['with hyphens in its name', 'acme-core-1.0.tar.gz', 'acme-core', '1.0'],
    ['with a local version', 'acme-1.0+cpu.1.tar.gz', 'acme', '1.0+cpu.1'],
  ])('reads one %s', (_reason, filename, name, version) => {
    const parsed = parseSdistFilename(filename);
    expect([parsed.name, parsed.version.toString()]).toEqual([name, version]);
  });

  it.each([
    ['a hyphen in the version', 'acme-1.0-1.tar.gz', 'acme', '1.0.post1'],
    ['hyphens in both', 'Acme.core-1.0-rc-1.tar.gz', 'acme-core', '1.0rc1'],
    ['a number at the end of the name', 'acme-2-1.0.tar.gz', 'acme-2', '1.0'],
  ])('by the name of the project reads %s', (_reason, filename, project, version) => {
    const parsed = parseSdistFilename(filename, parseName(project));
    expect([parsed.name, parsed.version.toString()]).toEqual([project, version]);
  });

  it.each([
    ['another extension', 'acme-1.0.tar.bz2'],
    ['an extension in capitals', 'acme-1.0.TAR.GZ'],
    ['no hyphen', 'acme1.0.tar.gz'],
    ['no name', '-1.0.tar.gz'],
    ['what is no version', 'acme-latest.tar.gz'],
    ['a path', '../acme-1.0.tar.gz'],
    ['a name that no project has', 'acmé-1.0.tar.gz'],
    ['more characters than a file system takes', `${'a'.repeat(250)}-1.0.zip`],
  ])('refuses %s', (_reason, filename) => {
    expect(() => parseSdistFilename(filename)).toRefuse('packaging.filename');
  });

  it('refuses a file of another project', () => {
    expect(() => parseSdistFilename('other-1.0.tar.gz', parseName('acme'))).toRefuse('packaging.filename');
    expect(() => parseSdistFilename('acme-core-1.0.tar.gz', parseName('acme'))).toRefuse(
      'packaging.filename',
    );
  });
});
