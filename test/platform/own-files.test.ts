import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readOwnFile, withFolder, writeOwnFile } from '../../src/platform/index.ts';
import { scratchFolder } from '../support/scratch-folder.ts';

const scratch = scratchFolder();
const windows = process.platform === 'win32';

describe('writeOwnFile', () => {
  it('makes the folders, replaces the file and leaves no other name behind', () => {
    const path = join(scratch.path, 'a', 'b', 'file');
    writeOwnFile(path, Buffer.from('one'));
    writeOwnFile(path, Buffer.from('two'));
    expect(readFileSync(path, 'utf8')).toBe('two');
    expect(readdirSync(join(scratch.path, 'a', 'b'))).toEqual(['file']);
  });

  it.skipIf(windows)('lets nobody else in', () => {
    const path = join(scratch.path, 'private', 'file');
    writeOwnFile(path, Buffer.from('x'));
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
  });

  it('leaves nothing behind where a folder stands in the way', () => {
    const path = join(scratch.path, 'taken', 'file');
    mkdirSync(join(path, 'inside'), { recursive: true });
    expect(() => writeOwnFile(path, Buffer.from('x'))).toThrow(/EISDIR|ENOTEMPTY|EPERM|EEXIST/);
    expect(readdirSync(join(path, '..'))).toEqual(['file']);
  });
});

describe('readOwnFile', () => {
  it.each([
    ['nothing', '', 10, ''],
    ['less than it may', 'text', 10, 'text'],
    ['as much as it may', 'text', 4, 'text'],
    ['more than it may', 'text', 3, undefined],
  ])('reads a file with %s', (what, text, cap, expected) => {
    const path = join(scratch.path, what);
    writeFileSync(path, text);
    expect(readOwnFile(path, cap)?.toString()).toBe(expected);
  });

  it('knows no file that is not there', () => {
    expect(readOwnFile(join(scratch.path, 'absent'), 10)).toBeUndefined();
    writeFileSync(join(scratch.path, 'a file'), '');
    expect(readOwnFile(join(scratch.path, 'a file', 'below'), 10)).toBeUndefined();
  });

  it('passes on what the disk says of a folder', () => {
    expect(() => readOwnFile(scratch.path, 1024 * 1024)).toThrow(/EISDIR|EPERM/);
  });
});

describe('withFolder', () => {
  it('makes the folder only where it is missing, and passes other errors on', () => {
    const folder = join(scratch.path, 'new', 'folder');
    expect(withFolder(folder, () => 'done')).toBe('done');
    expect(existsSync(folder)).toBe(false);
    const failing = () => {
      throw Object.assign(new Error('EACCES'), { code: 'EACCES' });
    };
    expect(() => withFolder(folder, failing)).toThrow('EACCES');
    expect(existsSync(folder)).toBe(false);
  });
});
