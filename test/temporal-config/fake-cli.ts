import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Puts an executable to `path` that stands for the Temporal CLI: see `fake-server.mjs`. */
export async function putFakeCli(path: string): Promise<void> {
  const script = fileURLToPath(new URL('./fake-server.mjs', import.meta.url));
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
  await chmod(path, 0o755);
}
