import { Connection } from '@temporalio/client';
import { ConfigError } from '../src/config.js';
import { messageOf } from '../src/protocol/errors.js';
import { RETENTION_DAYS, SEARCH_ATTRIBUTES } from '../src/protocol/names.js';
import { clientConnection, externalConnection } from './connect.js';
import { addSearchAttributes, createNamespace, namespaceNeeds } from './server/prepare-namespace.js';

const CONNECT_WITHIN = '10s';
/** A namespace that is created here takes a server up to half a minute to know. */
const ANSWER_WITHIN_MS = 45_000;

/** The commands that set a namespace up by hand, ready to paste. */
export function setUpCommands(
  namespace: string,
  missing: { readonly namespace: boolean; readonly searchAttributes: readonly string[] },
): readonly string[] {
  const attributes = Object.values(SEARCH_ATTRIBUTES).filter(({ name }) =>
    missing.searchAttributes.includes(name),
  );
  return [
    ...(missing.namespace
      ? [`temporal operator namespace create --namespace ${namespace} --retention ${RETENTION_DAYS}d`]
      : []),
    ...attributes.map(
      ({ name, type }) =>
        `temporal operator search-attribute create --namespace ${namespace} --name ${name} --type ${type}`,
    ),
  ];
}

/**
 * Checks that the Temporal at `address` can be used: it answers, and `namespace` is there with our search attributes.
 * What is missing is created where that is permitted. Nothing that exists is changed.
 *
 * @throws ConfigError when it cannot be used; the message holds the commands that would change that.
 */
export async function prepareExternalServer(
  address: string,
  namespace: string,
  onProgress: (line: string) => void,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<void> {
  const connection = await Connection.connect({
    ...clientConnection(externalConnection(address, environment)),
    connectTimeout: CONNECT_WITHIN,
  }).catch((error: unknown) => {
    throw new ConfigError(
      `No Temporal answers at TEMPORAL_ADDRESS=${address}: ${messageOf(error)}\n` +
        'Check the address, TLS and the API key (docs/temporal.md), or unset TEMPORAL_ADDRESS to use the local stack.',
    );
  });
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      setUp(connection, namespace, onProgress),
    );
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError(
      `Temporal at ${address} refused to describe namespace ${namespace}: ${messageOf(error)}`,
    );
  } finally {
    await connection.close();
  }
}

async function setUp(
  connection: Connection,
  namespace: string,
  onProgress: (line: string) => void,
): Promise<void> {
  const needs = await namespaceNeeds(connection, namespace);
  if (needs.exists && needs.searchAttributes.length === 0) return;
  try {
    if (!needs.exists) await createNamespace(connection, namespace);
    await addSearchAttributes(connection, namespace, needs.searchAttributes);
  } catch (error) {
    const commands = setUpCommands(namespace, {
      namespace: !needs.exists,
      searchAttributes: needs.searchAttributes,
    });
    throw new ConfigError(
      `Namespace ${namespace} is not set up, and may not be from here: ${messageOf(error)}\n` +
        `Someone with the right to do so runs this once (on Temporal Cloud: docs/temporal.md):\n` +
        commands.map((command) => `  ${command}`).join('\n'),
    );
  }
  onProgress(`Set up namespace ${namespace}.`);
}
