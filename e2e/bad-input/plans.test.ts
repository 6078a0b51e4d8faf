import { describe, expect, it } from 'vitest';
import { makeWheel, type WheelOptions } from '../../test/support/make-wheel.ts';
import { expectDone } from '../support/output.ts';
import { expectRefusal } from '../support/refusal.ts';
import { shareIndexAndSandbox } from '../support/suite.ts';

const shared = shareIndexAndSandbox([]);

describe('a wheel that would take the place of', () => {
  it.each<[string, Partial<WheelOptions>]>([
    ['Python, by a script', { scripts: { python: '#!/bin/sh\necho owned\n' } }],
    ['Python, by an entry point', { entryPoints: { python3: 'acme:main' } }],
    ['Python, by a data file', { data: { 'data/bin/python': 'owned' } }],
    ['pip, by its module', { files: { 'pip/__init__.py': 'owned = True\n' } }],
    ['the configuration of the environment', { data: { 'data/pyvenv.cfg': 'home = /owned\n' } }],
  ])('%s is refused', async (_reason, options) => {
    shared.index.add(makeWheel({ name: 'acme', ...options }));
    const refusal = { codes: ['plan.overwrites-interpreter'], exitCode: 1 };
    const result = await expectRefusal(shared.sandbox, ['acme'], refusal);
    expect(result.stderr).toContain('acme');
  });
});

describe('two wheels that write to one path', () => {
  it('are told of, and installed', async () => {
    shared.index.add(makeWheel({ name: 'left', files: { 'tests/__init__.py': 'side = "left"\n' } }));
    shared.index.add(makeWheel({ name: 'right', files: { 'tests/__init__.py': 'side = "right"\n' } }));
    const result = await shared.sandbox.run(['left', 'right']);
    expectDone(result);
    expect(result.stderr).toMatch(/(?:left and right|right and left) write different bytes to\s+\S*tests/);
  });
});
