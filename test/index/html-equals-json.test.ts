import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LocalIndex } from '../../e2e/support/local-index.ts';
import type { Project } from '../../src/artifact/index.ts';
import { makeSdist } from '../support/make-sdist.ts';
import { makeWheel } from '../support/make-wheel.ts';
import { localIndex, name, packageIndex } from './support.ts';

const ACME = name('acme');

/** A listing of any shape, as what an index is told to serve. */
const listing = fc.record({
  files: fc.array(
    fc.record({
      version: fc.constantFrom('1.0', '1.0.post1', '2.0rc1', '1!3.0', '1.0+cpu.1', '0.0.1.dev4'),
      tags: fc.constantFrom(
        'py3-none-any',
        'py2.py3-none-any',
        'cp311-cp311-manylinux_2_17_x86_64.manylinux2014_x86_64',
        'sdist',
      ),
      requiresPython: fc.option(fc.constantFrom('>=3.8', '>=3.8,<4', '!=3.0.*,>=2.7', '&<>"\'')),
      yanked: fc.option(fc.oneof(fc.constant(true), fc.string({ minLength: 1, maxLength: 20 })), {
        nil: undefined,
      }),
      hasDigest: fc.boolean(),
      hasProvenance: fc.boolean(),
    }),
    { maxLength: 12 },
  ),
  coreMetadata: fc.constantFrom('with-hash', 'without-hash', 'none'),
  status: fc.constantFrom('active', 'archived', 'deprecated', undefined),
  statusReason: fc.option(fc.string({ minLength: 1, maxLength: 20 }), { nil: undefined }),
} as const);

function fill(index: LocalIndex, shape: typeof listing extends fc.Arbitrary<infer T> ? T : never): void {
  index.reset();
  const project = index.project('acme', {
    ...(shape.status === undefined ? {} : { status: shape.status }),
    ...(shape.statusReason === undefined || shape.status === undefined
      ? {}
      : { statusReason: shape.statusReason }),
  });
  for (const { version, tags, requiresPython, yanked, hasDigest, hasProvenance } of shape.files) {
    const file =
      tags === 'sdist' ? makeSdist({ name: 'acme', version }) : makeWheel({ name: 'acme', version, tags });
    const claims = {
      requiresPython,
      ...(yanked === undefined ? {} : { yanked }),
      ...(hasDigest ? {} : { sha256: null }),
      ...(hasProvenance ? { provenance: {} } : {}),
    };
    project.files.push({ file, claims });
  }
}

/** What both forms can say: HTML has no sizes and times. */
function comparable(project: Project) {
  return {
    ...project,
    files: project.files.map((file) => ({
      ...file,
      version: file.version.toString(),
      requiresPython: file.requiresPython?.toString() ?? null,
      size: null,
      uploadTime: null,
    })),
  };
}

describe('HTML and JSON of one listing', () => {
  it('give equal projects', async () => {
    const index = await localIndex();
    await fc.assert(
      fc.asyncProperty(listing, async (shape) => {
        fill(index, shape);
        index.settings.coreMetadata = shape.coreMetadata;
        index.settings.form = 'json';
        const json = await packageIndex([index.url]).fetchProject(ACME);
        index.settings.form = 'html';
        const html = await packageIndex([index.url]).fetchProject(ACME);
        expect(json.files).toHaveLength(shape.files.length);
        expect(comparable(html)).toEqual(comparable(json));
      }),
      { numRuns: 100 },
    );
  });
});
