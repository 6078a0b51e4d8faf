import { describe, expect, it } from 'vitest';
import { normalizeName, parseRequirement } from '../../../src/packaging/index.ts';
import { BuildWishes } from '../../../src/prepare/builds/build-wishes.ts';
import type { UserRequirement } from '../../../src/resolver/index.ts';

const named = (text: string): UserRequirement => ({
  kind: 'named',
  requirement: parseRequirement(text),
  hashes: [],
  origin: null,
});
const address = (url: string): UserRequirement => ({
  kind: 'address',
  url,
  extras: [],
  text: url,
  hashes: [],
  origin: null,
});

const wishes = new BuildWishes([
  { requirement: named('Acme>=1'), editable: false, configSettings: [['a', '1']] },
  { requirement: address('file:///home/me/tool#egg=tool'), editable: true, configSettings: [['b', '2']] },
  {
    requirement: named('cards @ https://files.example/cards-1.0.tar.gz#sha256=00'),
    editable: false,
    configSettings: [['c', '3']],
  },
]);

describe('what the user says about builds', () => {
  it.each([
    ['the project that is named', 'acme', 'https://files.example/acme-1.0.tar.gz', [['a', '1']]],
    ['the folder that is named', 'tool', 'file:///home/me/tool', [['b', '2']]],
    ['the address of a name', 'cards', 'https://files.example/cards-1.0.tar.gz', [['c', '3']]],
    ['another project', 'other', 'https://files.example/other-1.0.tar.gz', []],
  ])('is for %s', (_reason, name, url, expected) => {
    expect(wishes.configSettingsFor({ name: normalizeName(name), url })).toEqual(expected);
  });

  it('says which folder is used in place', () => {
    expect(wishes.isEditable('file:///home/me/tool#egg=tool')).toBe(true);
    expect(wishes.isEditable('file:///home/me/other')).toBe(false);
  });
});
