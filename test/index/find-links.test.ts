import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { serve } from '../platform/http/server.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { localIndex, name, packageIndex, temporaryFolder } from './support.ts';

const WHEEL = makeWheel({ name: 'acme', version: '1.0' });
const SDIST = makeSdist({ name: 'acme', version: '1.1' });
const OTHER = makeWheel({ name: 'other', version: '1.0' });

async function folderWith(...files: { filename: string; bytes: Uint8Array }[]): Promise<string> {
  const folder = await temporaryFolder();
  for (const { filename, bytes } of files) await writeFile(join(folder, filename), bytes);
  return folder;
}

const filesOf = async (findLinks: string[], project = 'acme') =>
  await packageIndex([], { config: { findLinks } }).fetchProject(name(project));

describe('--find-links', () => {
  it('reads a folder, with size and sha256 of the files that are asked for', async () => {
    const folder = await folderWith(WHEEL, SDIST, OTHER);
    const { files } = await filesOf([folder]);
    expect(files).toMatchObject([
      { kind: 'wheel', filename: WHEEL.filename, sha256: WHEEL.sha256, size: WHEEL.bytes.length },
      { kind: 'sdist', filename: SDIST.filename, sha256: SDIST.sha256, size: SDIST.bytes.length },
    ]);
    expect(files[0]?.url).toBe(pathToFileURL(join(folder, WHEEL.filename)).href);
    expect(files[0]?.origin).toEqual({ kind: 'find-links', location: folder });
  });

  it('takes file URLs, relative paths and single files', async () => {
    const folder = await folderWith(WHEEL);
    const path = join(folder, WHEEL.filename);
    for (const given of [pathToFileURL(folder).href, relative('.', folder), path, pathToFileURL(path).href])
      expect((await filesOf([given])).files).toHaveLength(1);
  });

  it('passes over what is no distribution, and what cannot be read', async () => {
    const folder = await folderWith(WHEEL, { filename: 'README.txt', bytes: Buffer.from('x') });
    await mkdir(join(folder, 'acme-2.0.tar.gz'));
    await symlink('nowhere', join(folder, 'acme-3.0.tar.gz'));
    const { files, skipped } = await filesOf([folder]);
    expect(files).toHaveLength(1);
    expect(skipped).toEqual([
      { filename: 'acme-2.0.tar.gz', reason: 'it is not a regular file' },
      { filename: 'acme-3.0.tar.gz', reason: expect.stringContaining('ENOENT') },
    ]);
  });

  it('reads a page of links on disk', async () => {
    const folder = await folderWith(WHEEL, OTHER);
    const page = join(folder, 'links.html');
    await writeFile(
      page,
      `<a href="${WHEEL.filename}">a</a><a href="${OTHER.filename}">b</a><a href="https://index.example/acme-2.0.tar.gz#sha256=${'b'.repeat(64)}">c</a>`,
    );
    const { files } = await filesOf([page]);
    expect(files.map(({ filename, sha256 }) => [filename, sha256])).toEqual([
      [WHEEL.filename, WHEEL.sha256],
      ['acme-2.0.tar.gz', 'b'.repeat(64)],
    ]);
  });

  it('reads a page of links of several projects at a server', async () => {
    const server = await serve((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(
        `<a href="acme-1.0.tar.gz#sha256=${'a'.repeat(64)}">x</a><a href="other-1.0.tar.gz">y</a>`,
      );
    });
    const index = packageIndex([], { config: { findLinks: [`${server.origin}/links.html`] } });
    expect((await index.fetchProject(name('acme'))).files).toMatchObject([
      { url: `${server.origin}/acme-1.0.tar.gz` },
    ]);
    expect((await index.fetchProject(name('other'))).files).toHaveLength(1);
    expect(server.asked).toEqual(['GET /links.html']);
  });

  it('stands beside the indexes, first', async () => {
    const folder = await folderWith(WHEEL);
    const index = await localIndex();
    index.add(SDIST);
    const { files } = await packageIndex([index.url], { config: { findLinks: [folder] } }).fetchProject(
      name('acme'),
    );
    expect(files.map(({ filename }) => filename)).toEqual([WHEEL.filename, SDIST.filename]);
  });

  it.each<[string, string, string]>([
    ['a folder that is not there', '/nonexistent/wheels', 'index.url'],
    ['a file URL of another host', 'file://server/wheels', 'index.url'],
    ['no URL', 'https://[/', 'index.url'],
    ['plain http elsewhere', 'http://index.example/links', 'network.insecure'],
  ])('refuses %s', async (_reason, given, code) => {
    await expect(filesOf([given])).toRefuseWith(code);
  });

  it('refuses a page that is not there', async () => {
    const server = await serve((_request, response) => response.writeHead(404).end());
    await expect(filesOf([`${server.origin}/links`])).toRefuseWith('index.url');
  });
});
