import type { Case } from '../case.ts';

/** Nobody names the index but the configuration. */
const OPEN = { PIP_CONFIG_FILE: null, PIP_INDEX_URL: null };

/** pip's configuration: files and variables. */
export const CONFIGURATION_CASES: readonly Case[] = [
  {
    name: "the user's file",
    words: 'only-second',
    environment: OPEN,
    files: { '~/.config/pip/pip.conf': '[global]\nindex-url = {second}\n' },
  },
  {
    name: "the user's file of old",
    words: 'only-second',
    environment: OPEN,
    files: { '~/.pip/pip.conf': '[global]\nindex-url = {second}\n' },
  },
  {
    name: "the user's file outweighs that of old",
    words: 'only-second',
    environment: OPEN,
    files: {
      '~/.pip/pip.conf': '[global]\nindex-url = {index}\n',
      '~/.config/pip/pip.conf': '[global]\nindex-url = {second}\n',
    },
  },
  {
    name: 'the file of XDG_CONFIG_HOME',
    words: 'only-second',
    environment: { ...OPEN, XDG_CONFIG_HOME: '{home}/x' },
    files: { '~/x/pip/pip.conf': '[global]\nindex-url = {second}\n' },
  },
  {
    name: "the environment's file outweighs the user's",
    words: 'only-second',
    environment: OPEN,
    files: {
      '~/.config/pip/pip.conf': '[global]\nindex-url = {index}\n',
      'venv/pip.conf': '[global]\nindex-url = {second}\n',
    },
  },
  {
    name: 'the file of PIP_CONFIG_FILE outweighs all',
    words: 'only-second',
    environment: { PIP_INDEX_URL: null, PIP_CONFIG_FILE: '{project}/named.conf' },
    files: {
      'venv/pip.conf': '[global]\nindex-url = {index}\n',
      'named.conf': '[install]\nindex-url = {second}\n',
    },
  },
  {
    name: 'the section of the command outweighs the global one',
    words: 'shop',
    environment: OPEN,
    files: { '~/.config/pip/pip.conf': '[global]\nindex-url = {second}\n[install]\nindex-url = {index}\n' },
  },
  {
    name: 'a variable outweighs the files',
    words: 'only-second',
    environment: { ...OPEN, PIP_INDEX_URL: '{second}' },
    files: { '~/.config/pip/pip.conf': '[global]\nindex-url = {index}\n' },
  },
  {
    name: 'the command line outweighs a variable',
    words: '-i {second} only-second',
    environment: { ...OPEN, PIP_INDEX_URL: '{index}' },
  },
  {
    name: '--isolated passes over variables and the user',
    words: '--isolated -i {index} till',
    environment: { ...OPEN, PIP_PRE: '1' },
    files: { '~/.config/pip/pip.conf': '[install]\nno-deps = yes\n' },
  },
  {
    name: 'lists in a file',
    words: 'linked only-second',
    environment: OPEN,
    files: {
      '~/.config/pip/pip.conf':
        '[global]\nindex-url = {index}\nextra-index-url =\n    {second}\nfind-links = {links}\n',
    },
  },
  {
    name: 'flags in a file, for and against',
    words: 'shop',
    environment: OPEN,
    files: {
      '~/.config/pip/pip.conf': '[global]\nindex-url = {index}\n[install]\nno_deps = true\npre = off\n',
    },
  },
  {
    name: '--no-compile in a file has the value of the thing',
    words: 'till',
    bytecode: true,
    environment: OPEN,
    files: { '~/.config/pip/pip.conf': '[global]\nindex-url = {index}\n[install]\nno-compile = no\n' },
  },
  {
    name: 'a value that is none',
    words: 'till',
    environment: OPEN,
    files: { '~/.config/pip/pip.conf': '[global]\nindex-url = {index}\ntimeout = soon\n' },
  },
  {
    name: 'a file without sections',
    words: 'till',
    environment: OPEN,
    files: { '~/.config/pip/pip.conf': 'index-url = {index}\n' },
  },
  {
    name: 'a target by a file',
    words: 'till',
    environment: OPEN,
    files: { '~/.config/pip/pip.conf': '[global]\nindex-url = {index}\n[install]\ntarget = {project}/lib\n' },
  },
  {
    name: 'requirements by a variable',
    words: 'install',
    environment: { PIP_REQUIREMENT: 'r.txt' },
    files: { 'r.txt': 'till\n' },
  },
  {
    name: 'constraints by a variable',
    words: 'shop',
    environment: { PIP_CONSTRAINT: 'a.txt b.txt' },
    files: { 'a.txt': 'till<1.6\n', 'b.txt': 'shop<3\n' },
  },
  {
    name: '--upgrade and its strategy by variables',
    words: 'shop',
    state: 'old',
    environment: { PIP_UPGRADE: 'yes', PIP_UPGRADE_STRATEGY: 'eager' },
  },
  { name: 'an empty variable', words: 'till', environment: { PIP_PRE: '', PIP_TARGET: '' } },
  { name: '--prefix by a variable', words: 'till', environment: { PIP_PREFIX: '{project}/prefix' } },
  { name: '--python by a variable', words: 'till', environment: { PIP_PYTHON: '{venv}' }, fresh: true },
  { name: '--require-virtualenv by a variable', words: 'till', environment: { PIP_REQUIRE_VIRTUALENV: '1' } },
];
