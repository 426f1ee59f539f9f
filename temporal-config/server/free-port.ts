import { createServer } from 'node:net';

/** Whether nothing on loopback listens on `port`. */
export function portIsFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => {
      resolve(false);
    });
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      probe.close(() => {
        resolve(true);
      });
    });
  });
}

/** The first free port from `wanted` upwards that is not in `taken`. */
export async function nextFreePort(wanted: number, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port <= 65_535; port += 1) {
    if (!taken.includes(port) && (await portIsFree(port))) return port;
  }
  throw new Error(`No free port from ${wanted} to 65535 on 127.0.0.1.`);
}
