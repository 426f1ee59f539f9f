import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ConfigError, homeFolders, readConfig } from '../src/config.js';

describe('settings', () => {
  it('have defaults for everything', () => {
    expect(readConfig({})).toMatchObject({
      queues: ['main', 'model', 'build'],
      namespace: 'millwright',
      temporalAddress: undefined,
      offline: false,
    });
  });

  it('take a home below "~", and keep the caches in it unless told otherwise', () => {
    const { home, cache } = readConfig({ MILLWRIGHT_HOME: '~/runs' });
    expect(home).toBe(join(homedir(), 'runs'));
    expect(homeFolders(home, cache).environments).toBe(join(home, 'cache', 'environments'));
    const elsewhere = readConfig({ MILLWRIGHT_HOME: '/tmp/a', MILLWRIGHT_CACHE: '/tmp/b' });
    expect(homeFolders(elsewhere.home, elsewhere.cache).temporal).toBe(join('/tmp/b', 'temporal'));
  });

  it('treat an empty variable as one that is not set', () => {
    expect(readConfig({ TEMPORAL_ADDRESS: '', MILLWRIGHT_HOME: '' }).temporalAddress).toBeUndefined();
  });

  it.each([
    [{ MILLWRIGHT_SERVER_PORT: 'abc' }, 'MILLWRIGHT_SERVER_PORT: must be a whole number from 1 to 65535'],
    [{ MILLWRIGHT_UI_PORT: '70000' }, 'MILLWRIGHT_UI_PORT: must be a whole number from 1 to 65535'],
    [{ MILLWRIGHT_BUILD_SLOTS: '0' }, 'MILLWRIGHT_BUILD_SLOTS: must be a whole number from 1 to 64'],
    [{ MILLWRIGHT_QUEUES: 'main,typo' }, 'MILLWRIGHT_QUEUES'],
    [{ MILLWRIGHT_LOG_LEVEL: 'loud' }, 'MILLWRIGHT_LOG_LEVEL'],
  ])('that cannot be used are named: %j', (environment, message) => {
    expect(() => readConfig(environment)).toThrow(ConfigError);
    expect(() => readConfig(environment)).toThrow(message);
  });

  it('are all named at once when several cannot be used', () => {
    expect(() => readConfig({ MILLWRIGHT_SERVER_PORT: 'x', MILLWRIGHT_LOG_LEVEL: 'y' })).toThrow(
      /MILLWRIGHT_SERVER_PORT[^]*MILLWRIGHT_LOG_LEVEL/,
    );
  });
});
