import { afterEach, expect, it, jest } from '@jest/globals';
import { loggerOf } from '../src/worker-logger.js';

afterEach(() => {
  jest.restoreAllMocks();
});

it.each([
  ['error', 1],
  ['silent', 0],
] as const)('a worker whose log level is %s writes %d lines of an error', (level, lines) => {
  const written = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
  const logger = loggerOf(level);
  logger.warn('a warning');
  logger.error('an error');
  expect(written).toHaveBeenCalledTimes(lines);
});
