import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SafeInstallError } from '../../src/errors/index.ts';
import {
  parseDirectUrl,
  parseMetadata,
  parseRecord,
  parseRequirementsFile,
  parseRequiresText,
  parseSimpleJson,
  parseWheelFile,
} from '../../src/packaging/index.ts';

/** Words that these formats are made of, so that chance gets past the first line. */
const WORDS = [
  'Metadata-Version: 2.1\n',
  'Name: acme\n',
  'Version: 1\n',
  'Wheel-Version: 1.0\n',
  'Requires-Dist: ',
  '{"url": "https://x.example/", "archive_info": {',
  '{"meta": {"api-version": "1.0"}, "name": "a", "files": [{',
  '"hashes": {"sha256": ',
  'acme/__init__.py,sha256=',
  '-r ',
  '--hash=sha256:',
  '# coding: ',
  '[x:',
  '\n',
  '\r',
  '\\',
  '"',
  ',',
  '}',
  ']',
  ' ',
  '\u2028',
  '\0',
  'é',
];

const bytes = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc
    .array(fc.constantFrom(...WORDS), { maxLength: 20 })
    .map((words) => new TextEncoder().encode(words.join(''))),
);

const doorsOf = (content: Uint8Array) => ({
  read: async () => content,
  exists: async () => false,
  variables: {},
});

describe('bytes of nobody knows what are read or refused, and nothing else', () => {
  it.each<[string, (content: Uint8Array) => unknown]>([
    ['parseRecord', (content) => parseRecord(content)],
    ['parseMetadata', (content) => parseMetadata(content).requiresDist],
    ['parseWheelFile', parseWheelFile],
    ['parseDirectUrl', parseDirectUrl],
    ['parseRequiresText', (content) => parseRequiresText(new TextDecoder().decode(content))],
    ['parseSimpleJson', (content) => parseSimpleJson(content, 'https://index.example/simple/acme/')],
    [
      'parseRequirementsFile',
      (content) => parseRequirementsFile({ location: '/r', role: 'requirements' }, doorsOf(content)),
    ],
  ])('%s', async (_name, parse) => {
    await fc.assert(
      fc.asyncProperty(bytes, async (content) => {
        try {
          await parse(content);
        } catch (error) {
          expect(error).toBeInstanceOf(SafeInstallError);
        }
      }),
      { numRuns: 500 },
    );
  });
});
