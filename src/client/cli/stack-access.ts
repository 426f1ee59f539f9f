import { Client, Connection } from '@temporalio/client';
import { clientConnection, externalConnection, localConnection } from '../../../temporal-config/connect.js';
import { joinStack } from '../../../temporal-config/local-stack/join-stack.js';
import { stackStatus } from '../../../temporal-config/local-stack/stack-status.js';
import type { StackAccess } from './context.js';
import { checkTemporal } from './doctor/temporal-server.js';

/** The stack of this machine, or the Temporal that `TEMPORAL_ADDRESS` names. */
export function localStackAccess(environment: Readonly<Record<string, string | undefined>>): StackAccess {
  return {
    join: joinStack,
    status: stackStatus,
    checkServer: (config) => checkTemporal(config, environment),
    connect: async (stack) => {
      const connection = await Connection.connect(
        stack.role() === 'external'
          ? clientConnection(externalConnection(stack.address, environment))
          : localConnection(stack.address),
      );
      return new Client({ connection, namespace: stack.namespace });
    },
  };
}
