import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { createServer, type Http2Server } from 'node:http2';
import { Connection } from '@temporalio/client';
import { ConfigError } from '../../src/config.js';
import { clientConnection, externalConnection, localConnection } from '../../temporal-config/connect.js';

const NO_FILE = join(tmpdir(), 'millwright-no-such-file.toml');

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'millwright-connect-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function profile(toml: string): Promise<string> {
  const path = join(folder, 'temporal.toml');
  await writeFile(path, toml);
  return path;
}

describe('connecting to a Temporal of one’s own', () => {
  it('is plain when only an address is given', () => {
    expect(externalConnection('temporal.internal:7233', { TEMPORAL_CONFIG_FILE: NO_FILE })).toEqual({
      address: 'temporal.internal:7233',
    });
  });

  it('turns TLS on for an API key', () => {
    expect(
      externalConnection('cloud.example:7233', { TEMPORAL_CONFIG_FILE: NO_FILE, TEMPORAL_API_KEY: 'key' }),
    ).toEqual({ address: 'cloud.example:7233', apiKey: 'key', tls: true });
  });

  it('reads client certificates from the files that the variables name', async () => {
    const crt = join(folder, 'client.pem');
    const key = join(folder, 'client.key');
    await writeFile(crt, 'certificate');
    await writeFile(key, 'private');
    const { tls } = externalConnection('cluster.example:7233', {
      TEMPORAL_CONFIG_FILE: NO_FILE,
      TEMPORAL_TLS_CLIENT_CERT_PATH: crt,
      TEMPORAL_TLS_CLIENT_KEY_PATH: key,
    });
    expect(tls).toMatchObject({
      clientCertPair: { crt: Buffer.from('certificate'), key: Buffer.from('private') },
    });
  });

  it('reads the profile of temporal.toml that TEMPORAL_PROFILE names, but not its address', async () => {
    const path = await profile(
      '[profile.production]\naddress = "other.example:7233"\napi_key = "from-file"\n' +
        '[profile.production.grpc_meta]\nteam = "mill"\n',
    );
    expect(
      externalConnection('named.example:7233', {
        TEMPORAL_CONFIG_FILE: path,
        TEMPORAL_PROFILE: 'production',
      }),
    ).toEqual({ address: 'named.example:7233', apiKey: 'from-file', tls: true, metadata: { team: 'mill' } });
  });

  it('says where to look when the profile cannot be read', async () => {
    const path = await profile('[profile.default\n');
    expect(() => externalConnection('named.example:7233', { TEMPORAL_CONFIG_FILE: path })).toThrow(
      ConfigError,
    );
    expect(() => externalConnection('named.example:7233', { TEMPORAL_CONFIG_FILE: path })).toThrow(
      /named\.example:7233 cannot be read.*temporal\.toml/su,
    );
  });
});

describe('connecting to a server on this machine, where the environment names a proxy', () => {
  let server: Http2Server;
  let port: number;
  beforeEach(async () => {
    const unimplemented = { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '12' };
    server = createServer().on('stream', (stream) => {
      stream.respond(unimplemented, { endStream: true });
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    const address = server.address();
    port = typeof address === 'object' && address !== null ? address.port : 0;
    // Nobody answers there.
    process.env.https_proxy = 'http://127.0.0.1:9';
    process.env.no_proxy = 'example.com';
  });
  afterEach(() => {
    delete process.env.https_proxy;
    delete process.env.no_proxy;
    server.close();
  });

  it.each([
    ['the local stack', (at: number) => localConnection(`127.0.0.1:${at}`)],
    ['a server of one’s own', (at: number) => clientConnection({ address: `localhost:${at}` })],
  ])('goes there directly: %s', async (_, options) => {
    const connection = await Connection.connect(options(port));
    await connection.close();
  });

  it('leaves others to the proxy', () => {
    expect(clientConnection({ address: 'temporal.example:7233' })).toEqual({
      address: 'temporal.example:7233',
    });
  });
});
