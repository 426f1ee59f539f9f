// Asks for a number of calls of one run, each claimed when there is room and settled: FILE PREFIX COUNT USD. Prints how many were claimed.
import { openModelLedger } from '../../src/ledger/sqlite-model-ledger.js';
import { refOf } from '../doubles/artifacts.js';
import { keyOf, settlementOf } from './call-of.js';

const [file = '', prefix = '', count = '0', usd = '0'] = process.argv.slice(2);
const ledger = openModelLedger(file);
await ledger.open('run-1', 1, null);
let claimed = 0;
for (let draft = 1; draft <= Number(count); draft++) {
  const key = keyOf({ step: prefix, draft });
  const request = await ledger.freeze(key, refOf(JSON.stringify(key)));
  const call = { request, costUsd: 2 * Number(usd), purpose: 'first' } as const;
  let outcome = await ledger.claim(key, call);
  while (outcome.outcome === 'no-room') outcome = await ledger.claim(key, call);
  if (outcome.outcome !== 'claimed') continue;
  claimed++;
  await ledger.settle(outcome.claim, settlementOf(Number(usd)));
}
await ledger.disconnect();
process.stdout.write(String(claimed));
