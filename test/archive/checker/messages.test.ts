import { describe, expect, it } from 'vitest';
import {
  fromAnswer,
  fromRequest,
  toAnswer,
  toFailure,
  toRequest,
} from '../../../src/archive/checker/messages.ts';
import { checkWheel } from '../../../src/archive/wheel/check-wheel.ts';
import { SafeInstallError, SafeInstallErrors } from '../../../src/errors/index.ts';
import { makeWheel } from '../../support/make-wheel.ts';
import { scratchFolder } from '../../support/scratch-folder.ts';
import { archiveSubject } from '../archive-subject.ts';

const scratch = scratchFolder();
const error = new SafeInstallError({
  code: 'record.unlisted',
  message: 'RECORD does not list 1 file of the wheel',
  subject: 'acme',
  facts: [{ label: 'file', value: 'x' }],
  hint: 'a hint',
  excerpt: { text: 'x', start: 0, end: 1 },
});

/** What comes out of the other end of a message port. */
const sent = <T>(message: T): T => structuredClone(message);

describe('messages between threads', () => {
  it('carry what is to be checked, and how', () => {
    const subject = archiveSubject(scratch, makeWheel({ name: 'acme', version: '1.0rc1' }));
    const options = { foldCase: true, windows: false, waived: new Set(['record.absent'] as const) };
    const arrived = fromRequest(sent(toRequest(7, subject, options)));
    expect(arrived.options).toEqual(options);
    expect(arrived.subject).toMatchObject({ kind: 'wheel', path: subject.path, sha256: subject.sha256 });
    expect(arrived.subject.identity.version.equals(subject.identity.version)).toBe(true);
  });

  it('carry a report, with the faults that were waived', async () => {
    const subject = archiveSubject(scratch, makeWheel({ name: 'acme' }));
    const checked = { ...(await checkWheel(subject)), waived: [error] };
    const answer = sent(toAnswer(7, checked));
    expect(answer.kind === 'broken' ? undefined : fromAnswer(answer)).toEqual(checked);
  });

  it.each<[string, Error]>([
    ['one reason', error],
    ['several reasons', new SafeInstallErrors([error, error])],
  ])('carry %s against a file', (_what, reason) => {
    const answer = sent(toFailure(7, reason));
    expect(() => (answer.kind === 'broken' ? undefined : fromAnswer(answer))).toThrow(reason);
    expect(answer).toMatchObject({ id: 7, kind: 'refused' });
  });

  it.each([
    ['an error that is a bug', new TypeError('a bug')],
    ['something that is no error', 'a bug'],
  ])('carry %s, which is nothing against a file', (_what, thrown) => {
    expect(sent(toFailure(7, thrown))).toMatchObject({
      kind: 'broken',
      message: expect.stringContaining('a bug'),
    });
  });
});
