import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A connection to a port of this machine. @throws Error when nothing listens. */
export async function connectTo(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('error', reject);
    socket.once('connect', () => {
      socket.off('error', reject);
      resolve(socket);
    });
  });
}

/** Whether something on this machine listens on a port, on all of its addresses or on the loopback. */
export async function isAnswered(port: number): Promise<boolean> {
  return connectTo(port).then(
    (socket) => {
      socket.destroy();
      return true;
    },
    () => false,
  );
}

/** A port of this machine that a service may listen on: the one that is wanted, or any other where that is taken. */
export async function freePort(wanted: number): Promise<number> {
  if (await isAnswered(wanted)) return listenOnce(0);
  return listenOnce(wanted).catch(() => listenOnce(0));
}

function listenOnce(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => {
      const { port: taken } = server.address() as AddressInfo;
      server.close(() => {
        resolve(taken);
      });
    });
  });
}
