// Templates, and what a sandbox sees, are files of their own; the compiler does not carry them into dist/.
import { cp, rm } from 'node:fs/promises';
import { existsSync } from 'node:fs';

for (const folder of [
  'src/authors/blueprint/templates',
  'src/authors/model/prompts/kinds',
  'src/authors/model/prompts/roles',
  'src/authors/model/prompts/rules',
  'src/client/delivery/templates',
  'src/sandbox/inside',
  'src/languages/typescript/commands/inside',
]) {
  if (!existsSync(folder)) continue;
  await rm(`dist/${folder}`, { recursive: true, force: true });
  await cp(folder, `dist/${folder}`, { recursive: true });
}
