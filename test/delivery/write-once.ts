// Writes a delivery in a process of its own: REQUEST (a JSON file). With KILL_AT=n the process ends itself with SIGKILL
// in place of its n-th change to the file system.
import { promises } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { z } from 'zod';
import { reportOf } from './report-of.js';

const request = z
  .object({
    target: z.string(),
    files: z.record(z.string(), z.string()),
    bundle: z.base64(),
    force: z.boolean(),
  })
  .parse(JSON.parse(await readFile(process.argv[2] ?? '', 'utf8')));

let left = Number(process.env.KILL_AT ?? '0');
function countChange(): void {
  left -= 1;
  if (left === 0) process.kill(process.pid, 'SIGKILL');
}
const { mkdir, writeFile, appendFile, rename, rm, rmdir } = promises;
Object.assign(promises, {
  mkdir: (...args: Parameters<typeof mkdir>) => (countChange(), mkdir(...args)),
  writeFile: async (...args: Parameters<typeof writeFile>) => {
    countChange();
    // Also in the middle: created, and nothing in it yet.
    if (left === 1) await writeFile(args[0], '', args[2]);
    countChange();
    return writeFile(...args);
  },
  appendFile: (...args: Parameters<typeof appendFile>) => (countChange(), appendFile(...args)),
  rename: (...args: Parameters<typeof rename>) => (countChange(), rename(...args)),
  rm: (...args: Parameters<typeof rm>) => (countChange(), rm(...args)),
  rmdir: (...args: Parameters<typeof rmdir>) => (countChange(), rmdir(...args)),
});
syncBuiltinESMExports();

const { writeDelivery } = await import('../../src/client/delivery/write-delivery.js');
const report = reportOf({});
await writeDelivery({
  target: request.target,
  files: new Map(Object.entries(request.files).map(([path, text]) => [path, Buffer.from(text)])),
  report,
  reportJson: JSON.stringify(report),
  bundle: Buffer.from(request.bundle, 'base64'),
  runName: 'library',
  force: request.force,
});
