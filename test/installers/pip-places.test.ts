import { describe, expect, it } from 'vitest';
import { type PlaceFacts, pipConfigurationFiles } from '../../src/installers/pip-places.ts';

const linux: PlaceFacts = {
  platform: 'linux',
  environment: {},
  home: '/home/me',
  prefix: '/venv',
  basePrefix: '/usr',
  isolated: false,
};
const mac: PlaceFacts = { ...linux, platform: 'darwin', home: '/Users/me', basePrefix: '/Library/Python' };
const windows: PlaceFacts = {
  ...linux,
  platform: 'win32',
  environment: { PROGRAMDATA: 'C:\\ProgramData', APPDATA: 'C:\\Users\\me\\AppData\\Roaming' },
  home: 'C:\\Users\\me',
  prefix: 'C:\\venv',
  basePrefix: 'C:\\Python',
};

const GLOBAL = ['/etc/xdg/pip/pip.conf', '/etc/pip.conf'];
const USER = ['/home/me/.pip/pip.conf', '/home/me/.config/pip/pip.conf'];

describe('pipConfigurationFiles', () => {
  it.each<[string, PlaceFacts, readonly string[], readonly string[]]>([
    ['on Linux', linux, [], [...GLOBAL, ...USER, '/venv/pip.conf']],
    ['with --isolated', { ...linux, isolated: true }, [], [...GLOBAL, '/venv/pip.conf']],
    [
      'with folders of XDG',
      { ...linux, environment: { XDG_CONFIG_DIRS: '/a:/b', XDG_CONFIG_HOME: '/c' } },
      [],
      [
        '/a/pip/pip.conf',
        '/b/pip/pip.conf',
        '/etc/pip.conf',
        '/home/me/.pip/pip.conf',
        '/c/pip/pip.conf',
        '/venv/pip.conf',
      ],
    ],
    [
      'with relative folders of XDG, which do not count',
      { ...linux, environment: { XDG_CONFIG_DIRS: 'a', XDG_CONFIG_HOME: 'c' } },
      [],
      [...GLOBAL, ...USER, '/venv/pip.conf'],
    ],
    [
      'with PIP_CONFIG_FILE',
      { ...linux, environment: { PIP_CONFIG_FILE: '/x.conf' } },
      ['/x.conf'],
      [...GLOBAL, '/venv/pip.conf', '/x.conf'],
    ],
    [
      'with a PIP_CONFIG_FILE that does not exist',
      { ...linux, environment: { PIP_CONFIG_FILE: '/x.conf' } },
      [],
      [...GLOBAL, ...USER, '/venv/pip.conf'],
    ],
    [
      'with an empty PIP_CONFIG_FILE',
      { ...linux, environment: { PIP_CONFIG_FILE: '' } },
      [''],
      [...GLOBAL, ...USER, '/venv/pip.conf'],
    ],
    ['with no file at all', { ...linux, environment: { PIP_CONFIG_FILE: '/dev/null' } }, ['/dev/null'], []],
    [
      'on a Mac',
      mac,
      [],
      [
        '/Library/Application Support/pip/pip.conf',
        '/Users/me/.pip/pip.conf',
        '/Users/me/.config/pip/pip.conf',
        '/venv/pip.conf',
      ],
    ],
    [
      'on a Mac with a folder of its conventions',
      mac,
      ['/Users/me/Library/Application Support/pip'],
      [
        '/Library/Application Support/pip/pip.conf',
        '/Users/me/.pip/pip.conf',
        '/Users/me/Library/Application Support/pip/pip.conf',
        '/venv/pip.conf',
      ],
    ],
    [
      'on a Mac with Homebrew',
      { ...mac, basePrefix: '/opt/homebrew/opt/python@3.12' },
      [],
      [
        '/opt/homebrew/share/pip/pip.conf',
        '/Library/Application Support/pip/pip.conf',
        '/Users/me/.pip/pip.conf',
        '/Users/me/.config/pip/pip.conf',
        '/venv/pip.conf',
      ],
    ],
    [
      'on Windows',
      windows,
      [],
      [
        'C:\\ProgramData\\pip\\pip.ini',
        'C:\\Users\\me\\pip\\pip.ini',
        'C:\\Users\\me\\AppData\\Roaming\\pip\\pip.ini',
        'C:\\venv\\pip.ini',
      ],
    ],
    ['on Windows with no file at all', { ...windows, environment: { PIP_CONFIG_FILE: 'nul' } }, [], []],
  ])('%s', (_reason, facts, existing, files) => {
    expect(pipConfigurationFiles(facts, (path) => existing.includes(path))).toEqual(files);
  });
});
