import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { History } from './history.js';

const folder = fileURLToPath(new URL('../histories/', import.meta.url));
const root = fileURLToPath(new URL('../../', import.meta.url));

/** Names of the kept histories: what the run did that each was recorded from. */
export async function keptNames(): Promise<readonly string[]> {
  const files = await readdir(folder);
  return files.filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
}

export async function readHistory(name: string): Promise<History> {
  return historyFromJSON(JSON.parse(await readFile(join(folder, `${name}.json`), 'utf8')));
}

/** Keeps a history in place of the one that was kept under this name before. */
export async function keepHistory(name: string, history: History): Promise<void> {
  // Stack traces name the folder of the clone.
  const text = historyToJSON(history).replaceAll(root, '');
  await writeFile(join(folder, `${name}.json`), `${text}\n`);
}
