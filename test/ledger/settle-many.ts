// Settles a number of runs in a ledger: FILE PREFIX COUNT.
import { openRunRecords } from '../../src/ledger/sqlite-run-records.js';
import { recordOf } from './record-of.js';

const [file = '', prefix = '', count = '0'] = process.argv.slice(2);
const records = openRunRecords(file);
for (let index = 0; index < Number(count); index++)
  await records.settle(recordOf({ key: `${prefix}-${index}`, workflowId: prefix }));
await records.close();
