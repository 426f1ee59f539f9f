import { DefaultLogger, type LogLevel } from '@temporalio/worker';
import type { Config } from './config.js';

const LOG_LEVELS: Readonly<Record<Config['logLevel'], LogLevel>> = {
  trace: 'TRACE',
  debug: 'DEBUG',
  info: 'INFO',
  warn: 'WARN',
  error: 'ERROR',
  silent: 'ERROR',
};

/** What a worker writes to standard error: what is as grave as `level`; nothing with `silent`. */
export function loggerOf(level: Config['logLevel']): DefaultLogger {
  return new DefaultLogger(LOG_LEVELS[level], level === 'silent' ? () => undefined : undefined);
}
