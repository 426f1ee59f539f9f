// Bundles the workflow code once, at build time, so that a worker starts without webpack, and fails the build
// when something that cannot live in the workflow sandbox has crept in.
import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { bundleWorkflowCode, DefaultLogger } from '@temporalio/worker';

const { code } = await bundleWorkflowCode({
  workflowsPath: fileURLToPath(new URL('../dist/src/workflows/index.js', import.meta.url)),
  logger: new DefaultLogger('WARN'),
});

const FORBIDDEN = [
  'node_modules/openai/',
  'node_modules/ts-morph/',
  'node_modules/typescript/',
  'node_modules/libsql/',
];
const found = FORBIDDEN.filter((name) => code.includes(name));
if (found.length > 0) {
  console.error(`The workflow bundle holds ${found.join(', ')}: workflow code may import protocol/ only.`);
  process.exit(1);
}
const target = new URL('../dist/workflow-bundle.js', import.meta.url);
const old = await readFile(target, 'utf8').catch(() => '');
if (old !== code) await writeFile(target, code);
