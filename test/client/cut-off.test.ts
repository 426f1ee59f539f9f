import { expect, it } from '@jest/globals';
import type { FoundRun } from '../../src/client/runs/find-run.js';
import { cutOff } from '../../src/client/runs/cut-off.js';
import type { RunRecord } from '../../src/protocol/report.js';

function closed(outcome: RunRecord['outcome'], type?: string): FoundRun {
  const record: RunRecord = {
    key: 'key',
    workflowId: 'notes',
    name: 'notes-api',
    kind: 'api',
    brief: 'An API for notes.',
    input: {},
    outcome,
    error: type === undefined ? null : { type, message: 'It says why.' },
    delivery: null,
    tree: null,
    report: null,
    costUsd: 1,
    flags: 0,
    startedAt: '2026-11-22T10:00:00Z',
    endedAt: '2026-11-22T10:05:00Z',
  };
  return { state: 'closed', workflowId: 'notes', key: 'key', record };
}

it.each<[string, FoundRun | undefined, string | undefined]>([
  ['that its provider cut off', closed('failed', 'ModelUnavailable'), 'key'],
  ['that its limit cut off', closed('failed', 'BudgetExhausted'), 'key'],
  ['that this machine cut off', closed('failed', 'SandboxUnavailable'), 'key'],
  ['that a person stopped, or whose plan was refused', closed('stopped'), undefined],
  [
    'that was ended on the server',
    { state: 'unsettled', workflowId: 'n', key: 'key', status: 'TERMINATED' },
    undefined,
  ],
  ['that failed of what its models wrote', closed('failed', 'CriticalPhaseFailure'), undefined],
  ['that went in circles', closed('failed', 'GuardrailTripped'), undefined],
  ['that has delivered', closed('delivered'), undefined],
  ['that is open', { state: 'open', workflowId: 'n', key: 'key', startedAt: '', planOnly: false }, undefined],
  ['that never was', undefined, undefined],
])('the replies of a run %s', (_what, run, key) => {
  expect(cutOff(run)?.key).toBe(key);
});
