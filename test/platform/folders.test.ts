import { describe, expect, it } from 'vitest';
import { dataFolder, userFolders } from '../../src/platform/folders.ts';

describe('folders of the user', () => {
  it('are those of the system, each with its variable', () => {
    expect(dataFolder({ SAFE_INSTALL_DATA_DIR: '/opt/data' })).toBe('/opt/data');
    expect(userFolders({ SAFE_INSTALL_CACHE_DIR: '/c', SAFE_INSTALL_STATE_DIR: '/s' })).toMatchObject({
      cache: '/c',
      state: '/s',
    });
  });

  it('are four different ones, none of them in an empty variable', () => {
    const { cache, state, config } = userFolders({ SAFE_INSTALL_CACHE_DIR: '' });
    const folders = [cache, state, config, dataFolder({ SAFE_INSTALL_DATA_DIR: '' })];
    expect(new Set(folders).size).toBe(4);
    expect(folders.every((folder) => folder.includes('safe-install'))).toBe(true);
  });
});
