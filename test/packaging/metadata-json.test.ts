import { describe, expect, it } from 'vitest';
import { metadataToJson } from '../../src/packaging/metadata-json.ts';

const json = (text: string) => metadataToJson(Buffer.from(text));

describe('metadataToJson', () => {
  it('names fields as PEP 566 does, lists what may repeat, and takes the body for the description', () => {
    expect(
      json(
        'Metadata-Version: 2.1\nName: acme\nVersion: 1.0\nRequires-Dist: a\nRequires-Dist: b\nX-Other: x\n\nBody\n\nmore\n',
      ),
    ).toEqual({
      metadata_version: '2.1',
      name: 'acme',
      version: '1.0',
      requires_dist: ['a', 'b'],
      description: 'Body\n\nmore\n',
    });
  });

  it.each([
    ['commas', 'Keywords: a, b c', ['a', 'b c']],
    ['blanks', 'Keywords: a  b', ['a', 'b']],
  ])('splits keywords at %s', (_reason, text, keywords) => {
    expect(json(text)).toEqual({ keywords });
  });

  it.each([
    ['CRLF line ends', 'Name: a\r\n\r\nbody', { name: 'a', description: 'body' }],
    ['no blank line before what is no header', 'Name: a\nbody text', { name: 'a', description: 'body text' }],
    ['no body', 'Name: a\n\n', { name: 'a' }],
    ['a description in a field', 'Description: short\nName: a\n', { description: 'short', name: 'a' }],
  ])('reads %s', (_reason, text, expected) => {
    expect(json(text)).toEqual(expected);
  });

  it('is empty for what is not UTF-8', () => {
    expect(metadataToJson(Uint8Array.of(0xff, 0xfe))).toEqual({});
  });
});
