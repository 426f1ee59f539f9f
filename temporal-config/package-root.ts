import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Millwright's own folder, the same from the sources and from `dist/`: files that the compiler does not carry along
 * (`temporal-config/cli-module`, `temporal-config/supervise.mjs`) are found from here.
 */
export function packageRoot(): string {
  const start = dirname(fileURLToPath(import.meta.url));
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
    if (dirname(folder) === folder) throw new Error(`No package.json in ${start} or any folder above it.`);
  }
}
