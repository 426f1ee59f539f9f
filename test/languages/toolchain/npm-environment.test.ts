import { expect, it } from '@jest/globals';
import { npmEnvironment } from '../../../src/languages/typescript/toolchain/npm-command.js';

it('is what the user has, without what is about another project and without the key of a model', () => {
  const own = { PATH: '/bin', NPM_TOKEN: 'for a registry', npm_config_registry: 'http://127.0.0.1' };
  const other = { npm_package_name: 'other', NODE_ENV: 'production', OPENAI_API_KEY: 'a-secret' };
  expect(npmEnvironment({ ...own, ...other })).toEqual(own);
});
