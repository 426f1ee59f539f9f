import { getJson } from '../../../src/artifacts/json-artifact.js';
import { diagnosticSchema } from '../../../src/protocol/diagnostic.js';
import type { PortsRun } from './run-on-ports.js';
import type { Stage } from './stage.js';
import { doubleGateway } from './double.js';

/** What the compiler says of an import that leads nowhere: no such module, no such export, no default export. */
const CODES: ReadonlySet<string> = new Set([
  'TS2307',
  'TS2305',
  'TS2306',
  'TS2614',
  'TS2724',
  'TS2792',
  'TS1192',
]);

/** Imports in the delivered tree that lead nowhere, counted by the compiler over the real install. */
export async function importFailures(stage: Stage, { plan, environment, tree }: PortsRun): Promise<number> {
  // Only checks are asked of these activities: no model is behind them.
  const activities = stage.activities(doubleGateway({ url: 'http://127.0.0.1:9/v1' }));
  const { diagnostics, all } = await activities.checkTree({
    run: { id: 'bench-imports', workflowId: 'bench-imports' },
    plan,
    environment,
    tree: { manifest: tree, changes: [] },
    paths: [],
  });
  const found = all === null ? diagnostics : await getJson(stage.store, all, diagnosticSchema.array());
  return found.filter(({ code }) => CODES.has(code)).length;
}
