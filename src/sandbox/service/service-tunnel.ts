import { chmod, chown, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { z } from 'zod';

/** What the launcher says: that nothing listens on the port, or how the service ended. */
const launcherMessageSchema = z.union([
  z.strictObject({ refused: z.int() }),
  z.strictObject({ exitCode: z.int().nullable(), signal: z.string().nullable(), others: z.int() }),
]);

/** How the service ended, and how many of its processes it left behind. */
export interface ServiceEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly others: number;
}

/** The host's end of the way to a service in a sandbox. */
export interface ServiceTunnel {
  /** Holds the socket; the sandbox sees it read-only. */
  readonly folder: string;
  /** A connection to the service. @throws Error when nothing listens, or the sandbox is gone. */
  connect(): Promise<Socket>;
  signal(name: 'SIGTERM'): void;
  /** How the service ended; undefined while it runs, or when its sandbox was ended first. */
  readonly end: () => ServiceEnd | undefined;
  close(): Promise<void>;
}

export const SOCKET_NAME = 'tunnel';

interface Waiting {
  readonly resolve: (socket: Socket) => void;
  readonly reject: (error: Error) => void;
}

/** Longest first line of a connection: "control" or a number. */
const LONGEST_GREETING = 32;
/** How long a connection has until that line, and how many there are at once: what runs in the sandbox may open as many as it likes. */
const GREETING_MS = 10_000;
const MOST_CONNECTIONS = 256;
/** Bytes of the path of a Unix socket, without its end mark. */
const SOCKET_PATH_BYTES = 107;

/** The first line of `socket`; what follows it stays unread. */
function readGreeting(socket: Socket, greeted: (line: string) => void): void {
  let line = '';
  const read = (): void => {
    for (;;) {
      const byte = socket.read(1) as Buffer | null;
      if (byte === null) return;
      if (byte[0] === 0x0a || line.length > LONGEST_GREETING) break;
      line += byte.toString('latin1');
    }
    socket.off('readable', read);
    greeted(line);
  };
  socket.on('readable', read);
}

/** Beside the project, where whoever removes what a killed process left finds it, unless that is too long for a socket. */
async function makeFolder(project: string): Promise<string> {
  const places = [dirname(project), tmpdir()].map((place) => join(place, 'tunnel-'));
  const fits = (place: string): boolean =>
    Buffer.byteLength(join(`${place}XXXXXX`, SOCKET_NAME)) <= SOCKET_PATH_BYTES;
  return mkdtemp(places.find(fits) ?? '/tmp/tunnel-');
}

/**
 * Listens for the launcher on a socket in a folder of its own. The host only ever accepts, so what runs in the sandbox
 * cannot lead it to an address on the host. `owner`: the user that may connect beside this one, or null.
 */
export async function openServiceTunnel(project: string, owner: number | null): Promise<ServiceTunnel> {
  const folder = await makeFolder(project);
  const waiting = new Map<number, Waiting>();
  const sockets = new Set<Socket>();
  let control: Socket | undefined;
  let end: ServiceEnd | undefined;
  let signalled: string | undefined;
  let next = 0;

  const hear = (line: string): void => {
    const message = launcherMessageSchema.safeParse(parseJson(line));
    if (!message.success) return;
    if ('refused' in message.data) {
      waiting.get(message.data.refused)?.reject(new Error('Nothing listens on the port of the service yet.'));
      waiting.delete(message.data.refused);
    } else end = message.data;
  };
  const lose = (): void => {
    for (const { reject } of waiting.values()) reject(new Error('The service has ended.'));
    waiting.clear();
  };
  const server = createServer((socket) => {
    sockets.add(socket);
    const late = setTimeout(() => socket.destroy(), GREETING_MS);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => {
      clearTimeout(late);
      sockets.delete(socket);
    });
    readGreeting(socket, (line) => {
      clearTimeout(late);
      const waiter = waiting.get(Number(line));
      waiting.delete(Number(line));
      if (line === 'control' && control === undefined) {
        control = socket;
        const lines = createInterface({ input: socket });
        lines.on('line', hear);
        // It passes the socket's errors on; the socket's own handler deals with them.
        lines.on('error', () => undefined);
        if (signalled !== undefined) socket.write(signalled);
        socket.on('close', lose);
      } else if (waiter === undefined) socket.destroy();
      else waiter.resolve(socket);
    });
  });
  server.maxConnections = MOST_CONNECTIONS;
  const path = join(folder, SOCKET_NAME);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
  if (owner !== null) {
    await chown(folder, owner, owner);
    await chown(path, owner, owner);
  }
  await chmod(path, 0o600);

  return {
    folder,
    end: () => end,
    signal: (name) => {
      signalled = `${JSON.stringify({ signal: name })}\n`;
      control?.write(signalled);
    },
    connect: () =>
      new Promise((resolve, reject) => {
        if (control === undefined || control.destroyed) {
          reject(
            new Error(control === undefined ? 'The service is being started.' : 'The service has ended.'),
          );
          return;
        }
        next += 1;
        waiting.set(next, { resolve, reject });
        control.write(`${JSON.stringify({ open: next })}\n`);
      }),
    close: async () => {
      lose();
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
