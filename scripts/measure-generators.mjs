// Measures what people start an API with today, for the table in the README: seconds from the command to installed packages,
// files written, and what their own `npm test` says. None of them reads a brief. `node scripts/measure-generators.mjs`;
// run it twice and take the second, so that everybody's packages are in npm's cache.
import { execFile } from 'node:child_process';
import { access, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const GENERATORS = [
  ['express-generator 4.16.1', ['express-generator@4.16.1', 'peer', '--no-view']],
  ['fastify-cli 8.0.0', ['fastify-cli@8.0.0', 'generate', 'peer', '--lang=ts']],
  ['@nestjs/cli 11.0.10', ['@nestjs/cli@11.0.10', 'new', 'peer', '--skip-git', '--package-manager', 'npm']],
];

for (const [name, command] of GENERATORS) {
  const folder = await mkdtemp(join(tmpdir(), 'generators-'));
  const project = join(folder, 'peer');
  try {
    const started = performance.now();
    await run('npx', ['--yes', ...command], { cwd: folder });
    const isInstalled = await access(join(project, 'node_modules')).then(
      () => true,
      () => false,
    );
    if (!isInstalled) await run('npm', ['install', '--no-audit', '--no-fund'], { cwd: project });
    const seconds = (performance.now() - started) / 1000;
    const files = await readdir(project, { recursive: true, withFileTypes: true });
    const own = files.filter(
      (entry) => entry.isFile() && !entry.parentPath.split(sep).includes('node_modules'),
    ).length;
    const test = await run('npm', ['test'], { cwd: project }).then(
      ({ stdout, stderr }) => /Tests:.*|# pass.*/.exec(`${stdout}${stderr}`)?.[0] ?? 'passes',
      ({ stdout = '', stderr = '' }) =>
        `fails: ${/(Missing script.*|Could not find.*)/.exec(`${stdout}${stderr}`)?.[0] ?? 'see npm test'}`,
    );
    console.log(`${name}: ${seconds.toFixed(0)} s, ${own} files, npm test ${test}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
