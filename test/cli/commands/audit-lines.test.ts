import { describe, expect, it } from 'vitest';
import type { EnvironmentAudit } from '../../../src/audit/index.ts';
import { auditLines } from '../../../src/cli/commands/audit-lines.ts';
import { SafeInstallError } from '../../../src/errors/index.ts';
import { PLAIN } from '../../../src/report/index.ts';

const SCREEN = { palette: PLAIN, width: 80, extent: 'screen' } as const;
const ALL = { ...SCREEN, extent: 'all' } as const;

const changed = (subject: string, ...paths: readonly string[]): SafeInstallError =>
  new SafeInstallError({
    code: 'audit.changed',
    subject,
    message: `${paths.length} files have other bytes than RECORD states`,
    facts: [
      ...paths.map((value) => ({ label: 'file', value })),
      { label: 'in', value: '/venv/site-packages' },
    ],
    hint: 'Install it again',
  });

const stray = new SafeInstallError({
  code: 'audit.startup',
  subject: 'evil.pth',
  message: 'Python runs it at every start, and no RECORD lists it',
  facts: [
    { label: 'file', value: 'evil.pth' },
    { label: 'in', value: '/venv/site-packages' },
  ],
  hint: 'Read it',
});

const place = (folder: string): EnvironmentAudit['places'][number] => ({
  place: { folder, named: folder, prefix: folder, programs: null },
  distributions: [],
  compared: 12_404,
  bytes: 152_000_000,
  bytecode: [],
  findings: [],
});

function audit(
  findings: readonly SafeInstallError[],
  notes: readonly SafeInstallError[] = [],
  folders: readonly string[] = ['/venv/site-packages'],
): EnvironmentAudit {
  const index = {
    isAsked: true,
    sentence: 'The index knows all of them',
    files: new Map(),
    findings: [],
    notes: [],
  };
  return { places: folders.map(place), findings, notes, index };
}

describe('auditLines', () => {
  it('is some lines where nothing is found', () => {
    expect(auditLines(audit([]), SCREEN)).toEqual([
      'Compared 12,404 files (152 MB) of 0 distributions with RECORD, in',
      '  /venv/site-packages',
      'The index knows all of them',
      '0 findings',
    ]);
  });

  it('tells what is found, with the hint behind the last of a kind', () => {
    const lines = auditLines(
      audit([stray, changed('acme 1.0', 'a.py'), changed('beta 1.0', 'b.py', 'c.py')]),
      SCREEN,
    );
    expect(lines.slice(0, 8)).toEqual([
      'error[audit.startup]: evil.pth: Python runs it at every start, and no RECORD',
      '  lists it',
      'hint: Read it',
      'error[audit.changed]: acme 1.0: 1 files have other bytes than RECORD states',
      '  a.py',
      'error[audit.changed]: beta 1.0: 2 files have other bytes than RECORD states',
      '  b.py',
      '  c.py',
    ]);
    expect(lines.slice(8)).toEqual([
      'hint: Install it again',
      '',
      'Compared 12,404 files (152 MB) of 0 distributions with RECORD, in',
      '  /venv/site-packages',
      'The index knows all of them',
      '3 findings: 1 startup, 2 changed',
    ]);
  });

  it('fills a screen and no more, unless all is asked for', () => {
    const many = Array.from({ length: 300 }, (_, at) => changed(`p${at} 1.0`, ...'abcdefghij'));
    const lines = auditLines(audit(many), SCREEN);
    expect(lines.length).toBeLessThan(75);
    expect(lines).toContain('  and 6 more (-v shows all)');
    expect(lines).toContain('and 290 more findings (-v shows all)');
    expect(auditLines(audit(many), ALL)).toHaveLength(300 * 11 + 6);
  });

  it('says which folder where there are several, and counts notes', () => {
    const folders = ['/venv/site-packages', '/usr/lib/python3/dist-packages'];
    const lines = auditLines(
      audit([changed('acme 1.0', 'a.py')], [changed('old 1.0', 'o.py')], folders),
      SCREEN,
    );
    expect(lines).toContain('  in /venv/site-packages');
    expect(lines).toContain('1 note (-v shows them): 1 changed');
    expect(auditLines(audit([], [changed('old 1.0', 'o.py')]), ALL)).toContain(
      'note[audit.changed]: old 1.0: 1 files have other bytes than RECORD states',
    );
  });

  it('shows nothing that could steer a terminal, and keeps to its columns', () => {
    const evil = changed('acme 1.0', `\u001b[2J${'x'.repeat(300)}`, '\u202egnp.exe');
    const lines = auditLines(audit([evil]), SCREEN);
    expect(lines.join('\n')).not.toMatch(/[\u001b\u202e]/);
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
  });
});
