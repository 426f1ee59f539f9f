import { createServer } from 'node:net';
import { systemCode } from '../../delivery/delivery-error.js';
import { CommandError } from '../command-error.js';

/** Proves that something can listen on `port` of the loopback; 0 stands for any free one. @throws CommandError `Usage`. */
export async function requirePort(port: number): Promise<void> {
  if (port === 0) return;
  try {
    await new Promise<void>((resolve, reject) => {
      const server = createServer();
      server.once('error', reject);
      server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
        server.close(() => {
          resolve();
        });
      });
    });
  } catch (error) {
    throw portError(error, port) ?? error;
  }
}

/** Why nothing can listen on `port`, in words; undefined when that is not what went wrong. */
export function portError(error: unknown, port: number): CommandError | undefined {
  if (typeof error !== 'object' || error === null || !('syscall' in error) || error.syscall !== 'listen')
    return undefined;
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
