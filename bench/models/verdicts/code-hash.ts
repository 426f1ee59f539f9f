import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Compiled code that gives verdicts. What a verdict of another version of it said, says nothing of this one. */
const COMPILED = fileURLToPath(new URL('../../../src/', import.meta.url));

/** SHA-256 of all compiled files in these folders of the sources, by path. */
export function codeHash(folders: readonly string[]): string {
  const hash = createHash('sha256');
  for (const folder of folders) {
    const files = readdirSync(join(COMPILED, folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.js')).sort()) {
      hash.update(`${folder}/${file}\n`).update(readFileSync(join(COMPILED, folder, file)));
    }
  }
  return hash.digest('hex');
}
