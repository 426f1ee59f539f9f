import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { KINDS } from '../../../../src/authors/blueprint/planning/kinds/kinds.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import { formatted } from '../../../../src/authors/blueprint/rendering/format.js';
import { compilerSettings } from '../../../../src/languages/typescript/toolchain/compiler-settings.js';
import { planOf } from '../../../languages/toolchain/toolchain-plans.js';
import { installedPackages } from '../installed-packages.js';

const run = promisify(execFile);

/** Writes the project for `domain` to a new folder, with its packages. */
export async function writeProject(domain: Domain): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-delivered-'));
  const { packages } = KINDS[domain.kind];
  const files = [...projectFiles(domain), ...compilerSettings(planOf(packages))];
  for (const { path, content } of files) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), await formatted(path, content));
  }
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: domain.name, type: 'module' }));
  await symlink(join(await installedPackages(packages), 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** What a tool of the project says; empty: it has nothing against it. */
export async function toolSays(folder: string, tool: string, args: readonly string[]): Promise<string> {
  try {
    await run(join(folder, 'node_modules', '.bin', tool), [...args], { cwd: folder, maxBuffer: 1e8 });
    return '';
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    return `${stdout}${stderr}` || String(error);
  }
}

export interface DeliveredTest {
  readonly title: string;
  readonly passed: boolean;
  readonly message: string;
}

/** The project's own tests, run for real. */
export async function ownTests(folder: string): Promise<readonly DeliveredTest[]> {
  await toolSays(folder, 'vitest', ['run', '--reporter=json', '--outputFile=results.json']);
  const results = JSON.parse(await readFile(join(folder, 'results.json'), 'utf8')) as {
    testResults: {
      name: string;
      message: string;
      assertionResults: { title: string; status: string; failureMessages: string[] }[];
    }[];
  };
  return results.testResults.flatMap(({ name, message, assertionResults }) =>
    assertionResults.length === 0
      ? [{ title: name, passed: false, message }]
      : assertionResults.map(({ title, status, failureMessages }) => ({
          title,
          passed: status === 'passed',
          message: failureMessages.join('\n'),
        })),
  );
}
