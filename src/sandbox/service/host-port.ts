import { createServer, type AddressInfo, type Socket } from 'node:net';

/** A port of the host's loopback that leads to a service. */
export interface HostPort {
  readonly port: number;
  close(): Promise<void>;
}

function join(client: Socket, service: Socket): void {
  for (const [from, to] of [
    [client, service],
    [service, client],
  ] as const) {
    from.on('error', () => to.destroy());
    from.on('close', () => to.destroy());
    from.pipe(to);
  }
}

/** Carries every connection to 127.0.0.1:`port` (0: a free one) to the service. @throws Error when the port is taken. */
export async function openHostPort(port: number, connect: () => Promise<Socket>): Promise<HostPort> {
  const clients = new Set<Socket>();
  const server = createServer((client) => {
    clients.add(client);
    client.on('close', () => clients.delete(client));
    client.on('error', () => client.destroy());
    connect().then(
      (service) => {
        if (client.destroyed) service.destroy();
        else join(client, service);
      },
      () => client.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    port: (server.address() as AddressInfo).port,
    close: async () => {
      for (const client of clients) client.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
