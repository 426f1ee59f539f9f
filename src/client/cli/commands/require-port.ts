import { systemCode } from '../../../protocol/errors.js';
import { tryPort } from '../../../../temporal-config/server/free-port.js';
import { CommandError } from '../command-error.js';

/** Proves that something can listen on `port` of the loopback; 0 stands for any free one. @throws CommandError `Usage`. */
export async function requirePort(port: number): Promise<void> {
  if (port === 0) return;
  try {
    await tryPort(port);
  } catch (error) {
    throw portError(error, port) ?? error;
  }
}

/**
 * Why nothing can listen on `port`, in words; undefined when that is not what went wrong: much else listens on the way to an open
 * project, on other ports and on sockets. 0 stands for any free one, which no person has named.
 */
export function portError(error: unknown, port: number): CommandError | undefined {
  if (port === 0 || typeof error !== 'object' || error === null) return undefined;
  if (!('syscall' in error) || error.syscall !== 'listen') return undefined;
  if (!('port' in error) || error.port !== port) return undefined;
  const why = { EADDRINUSE: 'another program listens there', EACCES: 'this user may not use it' }[
    systemCode(error) ?? ''
  ];
  return why === undefined
    ? undefined
    : new CommandError(
        'Usage',
        `Port ${String(port)} of this machine cannot be had: ${why}. Name another one with --port, or leave it out for any that is free.`,
        { cause: error },
      );
}
