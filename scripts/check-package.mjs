// Checks the tarball as npm would publish it: that its entry points resolve, with types, and that what a run needs is in it.
import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const folder = await mkdtemp(join(tmpdir(), 'millwright-package-'));

/** Without one of these a run from the tarball fails only in the middle. */
const NEEDED = [
  'bin/millwright.js',
  'dist/workflow-bundle.js',
  'dist/src/authors/blueprint/templates/root/README.md.liquid',
  'dist/src/sandbox/inside/',
  'temporal-config/cli-module/go.mod',
  'temporal-config/download-cli.mjs',
  'temporal-config/supervise.mjs',
];

const problems = [];
try {
  const { stdout } = await run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder]);
  const [packed] = JSON.parse(stdout);
  const names = packed.files.map(({ path }) => path);
  for (const needed of NEEDED) {
    if (!names.some((name) => name.startsWith(needed))) problems.push(`${needed} is not in the tarball.`);
  }
  const tarball = join(folder, packed.filename);
  for (const [tool, ...options] of [
    ['publint', '--strict', tarball],
    ['attw', '--profile', 'esm-only', tarball],
  ]) {
    const { code, output } = await run(join('node_modules', '.bin', tool), options).then(
      (result) => ({ code: 0, output: result.stdout }),
      (error) => ({ code: error.code ?? 1, output: `${error.stdout ?? ''}${error.stderr ?? ''}` }),
    );
    if (code !== 0) problems.push(`${tool} finds fault with the tarball:\n${output}`);
  }
  const { size } = await stat(tarball);
  console.log(`${packed.filename}: ${(size / 1e6).toFixed(2)} MB packed, ${names.length} files`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
for (const problem of problems) console.error(problem);
if (problems.length > 0) process.exitCode = 1;
