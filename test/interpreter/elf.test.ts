import { describe, expect, it } from 'vitest';
import { type ElfFacts, hasManylinuxAbi, readElf } from '../../src/interpreter/elf.ts';
import { type ElfShape, makeElf } from './make-elf.ts';

const read = (bytes: Uint8Array): Promise<ElfFacts | undefined> =>
  readElf(async (offset, length) => bytes.subarray(offset, offset + length));

const X86_64: ElfShape = {
  bits: 64,
  isLittleEndian: true,
  machine: 62,
  flags: 0,
  loader: '/lib64/ld-linux-x86-64.so.2',
};

describe('readElf', () => {
  it.each<[string, ElfShape]>([
    ['64 bits', X86_64],
    ['64 bits, big-endian', { ...X86_64, isLittleEndian: false, machine: 22 }],
    ['32 bits', { ...X86_64, bits: 32, machine: 3, loader: '/lib/ld-linux.so.2' }],
    ['32 bits, big-endian', { ...X86_64, bits: 32, isLittleEndian: false, machine: 20 }],
    ['musl', { ...X86_64, loader: '/lib/ld-musl-x86_64.so.1' }],
    ['a static program', { ...X86_64, loader: null }],
    ['flags', { ...X86_64, bits: 32, machine: 40, flags: 0x05000400 }],
  ])('reads %s', async (_what, shape) => {
    expect(await read(makeElf(shape))).toEqual({
      is32Bit: shape.bits === 32,
      isLittleEndian: shape.isLittleEndian,
      machine: shape.machine,
      flags: shape.flags,
      loader: shape.loader,
    });
  });

  const changed = (at: number, ...values: number[]): Uint8Array => {
    const bytes = makeElf(X86_64);
    bytes.set(values, at);
    return bytes;
  };

  it.each<[string, Uint8Array]>([
    ['nothing', new Uint8Array()],
    ['a script', Buffer.from(`#!/bin/sh\n${' '.repeat(100)}`)],
    ['half a header', makeElf(X86_64).subarray(0, 63)],
    ['a width of nobody', changed(4, 3)],
    ['an order of nobody', changed(5, 0)],
    ['headers beyond the end', changed(32, 0, 0, 0, 0, 1)],
    ['headers beyond counting', changed(32, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)],
    ['headers of no size', changed(54, 0, 0)],
    ['more headers than anybody has', changed(56, 0xff, 0xff)],
    ['a path of the loader that is longer than any', changed(64 + 56 + 32, 0, 0, 0, 1)],
  ])('makes nothing of %s', async (_what, bytes) => {
    expect(await read(bytes)).toBeUndefined();
  });
});

describe('hasManylinuxAbi', () => {
  const facts = (changes: Partial<ElfFacts>): ElfFacts => ({
    is32Bit: true,
    isLittleEndian: true,
    machine: 40,
    flags: 0x05000400,
    loader: null,
    ...changes,
  });

  it.each<[string, Partial<ElfFacts>, boolean]>([
    ['ARM EABI 5 with hard floats', {}, true],
    ['with other flags beside', { flags: 0x05000402 }, true],
    ['soft floats', { flags: 0x05000200 }, false],
    ['EABI 4', { flags: 0x04000400 }, false],
    ['an ABI above the sign bit', { flags: 0x85000400 }, false],
    ['big-endian ARM', { isLittleEndian: false }, false],
    ['80386', { machine: 3, flags: 0 }, true],
    ['64 bits', { is32Bit: false, machine: 62 }, false],
    ['another machine', { machine: 8 }, false],
  ])('%s: %s', (_what, changes, expected) => {
    expect(hasManylinuxAbi(facts(changes))).toBe(expected);
  });
});
