import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, type Connection } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time.js';
import { NAMESPACE, RETENTION_DAYS, SEARCH_ATTRIBUTES } from '../../src/protocol/names.js';

/** Numbers of `temporal.api.enums.v1.IndexedValueType`. */
const INDEXED_VALUE_TYPE = { Keyword: 2, Int: 3, Double: 4 } as const;

/** Numbers of gRPC status codes (https://grpc.github.io/grpc/core/md_doc_statuscodes.html). */
const NOT_FOUND = 5;
const ALREADY_EXISTS = 6;
const PERMISSION_DENIED = 7;
const UNIMPLEMENTED = 12;

const RETENTION = msToTs(`${RETENTION_DAYS} days`);

/** How long a server may take to know a namespace that was just created. */
const KNOWN_WITHIN_MS = 30_000;
const POLL_MS = 250;

/** What a namespace lacks before runs can use it. */
export interface NamespaceNeeds {
  readonly exists: boolean;
  /** Days that closed runs are kept now; null when the namespace is missing. */
  readonly retentionDays: number | null;
  /** Names of search attributes of ours that it lacks; empty where the server does not let us ask. */
  readonly searchAttributes: readonly string[];
}

/** Reads what `namespace` lacks; changes nothing. */
export async function namespaceNeeds(connection: Connection, namespace: string): Promise<NamespaceNeeds> {
  const names = Object.values(SEARCH_ATTRIBUTES).map(({ name }) => name);
  try {
    const described = await connection.workflowService.describeNamespace({ namespace });
    const registered = await searchAttributes(connection, namespace);
    const seconds = Number(described.config?.workflowExecutionRetentionTtl?.seconds ?? 0);
    return {
      exists: true,
      retentionDays: seconds / 86_400,
      searchAttributes: registered === undefined ? [] : names.filter((name) => !registered.includes(name)),
    };
  } catch (error) {
    if (!hasCode(error, NOT_FOUND)) throw error;
    return { exists: false, retentionDays: null, searchAttributes: names };
  }
}

async function searchAttributes(
  connection: Connection,
  namespace: string,
): Promise<readonly string[] | undefined> {
  try {
    const listed = await connection.operatorService.listSearchAttributes({ namespace });
    return Object.keys(listed.customAttributes);
  } catch (error) {
    if (hasCode(error, PERMISSION_DENIED) || hasCode(error, UNIMPLEMENTED)) return undefined;
    throw error;
  }
}

/** Creates `namespace` when it is missing. Safe to repeat. */
export async function createNamespace(connection: Connection, namespace: string): Promise<void> {
  try {
    await connection.workflowService.registerNamespace({
      namespace,
      workflowExecutionRetentionPeriod: RETENTION,
    });
  } catch (error) {
    if (!hasCode(error, ALREADY_EXISTS)) throw error;
  }
}

/** Keeps closed runs for {@link RETENTION_DAYS}; a namespace made by a flag of the dev server keeps them for one day. */
export async function setRetention(connection: Connection, namespace: string): Promise<void> {
  await connection.workflowService.updateNamespace({
    namespace,
    config: { workflowExecutionRetentionTtl: RETENTION },
  });
}

/** Registers those of our search attributes that are named. Safe to repeat. */
export async function addSearchAttributes(
  connection: Connection,
  namespace: string,
  names: readonly string[],
): Promise<void> {
  const wanted = Object.values(SEARCH_ATTRIBUTES).filter(({ name }) => names.includes(name));
  if (wanted.length === 0) return;
  const request = {
    namespace,
    searchAttributes: Object.fromEntries(wanted.map(({ name, type }) => [name, INDEXED_VALUE_TYPE[type]])),
  };
  const deadline = Date.now() + KNOWN_WITHIN_MS;
  for (;;) {
    try {
      await connection.operatorService.addSearchAttributes(request);
      return;
    } catch (error) {
      if (hasCode(error, ALREADY_EXISTS)) return;
      // A server reads its list of namespaces every few seconds; until then it does not know a new one.
      if (!hasCode(error, NOT_FOUND) || Date.now() > deadline) throw error;
    }
    await sleep(POLL_MS);
  }
}

/** Makes `namespace` ready for runs on a server that is ours: it exists, keeps runs long enough, has our attributes. */
export async function prepareNamespace(connection: Connection, namespace: string = NAMESPACE): Promise<void> {
  const needs = await namespaceNeeds(connection, namespace);
  if (!needs.exists) await createNamespace(connection, namespace);
  else if (needs.retentionDays !== RETENTION_DAYS) await setRetention(connection, namespace);
  await addSearchAttributes(connection, namespace, needs.searchAttributes);
}

function hasCode(error: unknown, code: number): boolean {
  return isGrpcServiceError(error) && error.code.valueOf() === code;
}
