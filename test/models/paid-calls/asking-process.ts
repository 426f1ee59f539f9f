// Asks for a number of calls, four at a time, over the ledger and the store in a folder, and kills itself before the nth step
// of a name: FOLDER COUNT STEP NTH. Each call that is made is a line of FOLDER/calls.jsonl.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFolderStore } from '../../../src/artifacts/folder-store.js';
import { openModelLedger } from '../../../src/ledger/sqlite-model-ledger.js';
import { createModelCaller } from '../../../src/models/paid-calls.js';
import { keyOf } from '../../ledger/call-of.js';
import { replyOf, requestOf } from './scripted-gateway.js';

const [folder = '', count = '0', lastStep = '', nth = '0'] = process.argv.slice(2);
let passed = 0;
/** Calls that are asked for the first time, so that a death does not fall on those that were settled before. */
const fresh = new Set<number>();

function before(step: string): Promise<void> {
  if (step !== lastStep || ++passed < Number(nth)) return Promise.resolve();
  process.kill(process.pid, 'SIGKILL');
  return new Promise(() => undefined);
}

const ledger = openModelLedger(join(folder, 'ledger.sqlite'));
const store = createFolderStore(join(folder, 'artifacts'));
await ledger.open('run-1', null, null);
const caller = createModelCaller({
  gateway: {
    price: () => ({ inputTokens: 1, costUsd: 0.5 }),
    async call(request) {
      await before('send');
      appendFileSync(join(folder, 'calls.jsonl'), `${JSON.stringify(request)}\n`);
      await before('receive');
      return replyOf(0.1, { text: request.messages[0]?.content ?? '' });
    },
  },
  ledger: {
    ...ledger,
    freeze: (key, request) => before('freeze').then(() => ledger.freeze(key, request)),
    async claim(key, call) {
      if (fresh.has(key.draft)) await before('claim');
      return ledger.claim(key, call);
    },
    settle: (claim, settlement) => before('settle').then(() => ledger.settle(claim, settlement)),
  },
  store: { ...store, put: (content) => before('put').then(() => store.put(content)) },
});

const open = Array.from({ length: Number(count) }, (_, index) => index + 1);
async function work(): Promise<void> {
  for (let draft = open.shift(); draft !== undefined; draft = open.shift()) {
    const key = keyOf({ draft });
    const request = async () => {
      await before('assemble');
      fresh.add(key.draft);
      return requestOf(`draft ${key.draft} by process ${process.pid}`);
    };
    const signal = new AbortController().signal;
    const answer = await caller.ask({ key, purpose: 'first', request, signal });
    if (answer.outcome === 'reply' && answer.paidUsd > 0) await before('return');
  }
}
await Promise.all([work(), work(), work(), work()]);
await ledger.disconnect();
