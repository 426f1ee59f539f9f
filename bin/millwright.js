#!/usr/bin/env node
import { nodeRemedy } from '../dist/src/client/cli/node-version.js';

const { node } = process.versions;
const remedy = nodeRemedy(node);
if (remedy === undefined) {
  // Only now: an older Node does not even parse all of it.
  await import('../dist/src/client/cli/main.js');
} else {
  process.stderr.write(`Millwright does not run on Node ${node}. ${remedy}\n`);
  process.exitCode = 2;
}
