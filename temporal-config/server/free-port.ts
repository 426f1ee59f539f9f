import { createServer } from 'node:net';

/** Listens on `port` of the loopback for a moment. @throws the system's error when nothing can. */
export function tryPort(port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      probe.close(() => {
        resolve();
      });
    });
  });
}

/** Whether nothing on loopback listens on `port`. */
export function portIsFree(port: number): Promise<boolean> {
  return tryPort(port).then(
    () => true,
    () => false,
  );
}

/** The first free port from `wanted` upwards that is not in `taken`. */
export async function nextFreePort(wanted: number, taken: readonly number[] = []): Promise<number> {
  for (let port = wanted; port <= 65_535; port += 1) {
    if (!taken.includes(port) && (await portIsFree(port))) return port;
  }
  throw new Error(`No free port from ${wanted} to 65535 on 127.0.0.1.`);
}
