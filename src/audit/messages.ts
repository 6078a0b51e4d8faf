import { amount } from '../errors/index.ts';

/** What is said of a finding. */
export interface Message {
  /** The why, as a clause. @param count of the paths. */
  readonly message: (count: number, detail: string | null) => string;
  /** One thing to do. */
  readonly hint: (subject: string) => string;
}

const files = (count: number): string => (count === 1 ? 'a file' : `${amount(count)} files`);
const have = (count: number): string => (count === 1 ? 'has' : 'have');
const are = (count: number): string => (count === 1 ? 'is' : 'are');
const lie = (count: number): string => (count === 1 ? 'lies' : 'lie');
const lines = (count: number): string => (count === 1 ? 'a line' : `${amount(count)} lines`);
const also = (detail: string | null): string => (detail === null ? '' : `: ${detail}`);

const reinstall = (): string =>
  'Look at what was done to it, then install it again: safe-install --force-reinstall --no-deps NAME==VERSION';

/** What is said of each finding that has a place in a folder. */
export const MESSAGES = {
  'audit.startup': {
    message: () => 'Python runs it at every start, and no RECORD lists it',
    hint: () => 'Read it before you start this Python again, and remove it if it is not yours',
  },
  'audit.script': {
    message: (count, detail) =>
      count === 1
        ? `its script is not what an installer writes${also(detail)}`
        : `${count} of its scripts are not what an installer writes${also(detail)}`,
    hint: reinstall,
  },
  'audit.changed': {
    message: (count, detail) =>
      detail === null
        ? `${files(count)} ${have(count)} other bytes than RECORD states`
        : `${files(count)} of its RECORD ${are(count)} ${detail}`,
    hint: reinstall,
  },
  'audit.bytecode': {
    message: (count, detail) =>
      count === 1
        ? `a file of bytecode has ${detail ?? 'no source'}`
        : `${amount(count)} files of bytecode have ${detail ?? 'no source'}`,
    hint: () => 'Remove the bytecode; Python makes it anew from the source',
  },
  'audit.extra': {
    message: (count, detail) =>
      detail === null
        ? `${files(count)} ${lie(count)} among its own that no RECORD lists`
        : count === 1
          ? detail
          : `${detail} (${files(count)})`,
    hint: () => 'Find out what wrote it; if nothing of yours did, remove it',
  },
  'audit.link': {
    message: (count) =>
      count === 1
        ? 'a link stands among its files, and is not followed'
        : `${amount(count)} links stand among its files, and are not followed`,
    hint: () => 'Install copies of the files instead, with uv by --link-mode copy',
  },
  'audit.outside': {
    message: (count) => `${lines(count)} of RECORD ${count === 1 ? 'leaves' : 'leave'} the environment`,
    hint: () => 'Do not uninstall it with pip, which would remove files elsewhere; tell its maintainers',
  },
  'audit.missing': {
    message: (count) => `${files(count)} of its RECORD ${are(count)} not there`,
    hint: reinstall,
  },
  'audit.no-record': {
    message: () => 'it has no RECORD, so that none of its files can be compared',
    hint: () =>
      'Install it again with pip or uv; those of the system are better left to a virtual environment',
  },
  'audit.bad-record': {
    message: (_count, detail) => `its RECORD cannot be read${also(detail)}`,
    hint: reinstall,
  },
  'audit.undigested': {
    message: (count) => `${files(count)} ${are(count)} listed in RECORD without a digest`,
    hint: reinstall,
  },
  'audit.duplicate': {
    message: (count) => `it is installed ${count} times`,
    hint: (subject) => `Uninstall it until none is left, then install it again: pip uninstall ${subject}`,
  },
  'audit.unreadable': {
    message: (count) =>
      count === 1 ? 'it cannot be read' : `${amount(count)} files or folders cannot be read`,
    hint: () => 'Run the audit as a user who may read them',
  },
  'audit.stale-bytecode': {
    message: (count) => `bytecode of ${files(count)} is stale, and Python passes over it`,
    hint: () => 'Nothing needs to be done',
  },
  'audit.other-bytecode': {
    message: (count) => `bytecode of ${files(count)} is that of another Python, and was not compared`,
    hint: () => 'Audit it with that Python',
  },
  'audit.overwritten': {
    message: (count, detail) =>
      `${files(count)} ${have(count)} the bytes of ${detail ?? 'another distribution'}`,
    hint: () => 'Nothing needs to be done where it is a stray folder; else leave one of the two out',
  },
  'audit.editable': {
    message: () => 'it is installed in place, and its own files are not compared',
    hint: () => 'Nothing needs to be done',
  },
} satisfies Readonly<Record<string, Message>>;

/** A reason of an audit that is about files of a folder. */
export type FindingCode = keyof typeof MESSAGES;
