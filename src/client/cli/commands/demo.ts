import { readdir } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { systemCode } from '../../../protocol/errors.js';
import type { CliContext, CommandResult } from '../context.js';
import { generate } from './generate.js';

/** The example of the README: within the field of the blueprint author, with a relation, a limit, a search and a rule. */
export const DEMO_BRIEF = `A REST API for a small library.

Books have a title (required, at most 200 characters), an author, an ISBN (unique) and a number of copies (at least 1).
Members have a name and an email.
Loans link a book and a member and have a due date.

A member may have at most five open loans.
Books can be searched by title.
Lists are paginated.
`;

/** Builds the demo project into ./demo, or into the first of ./demo-2, ./demo-3 … that is free. */
export async function demo(context: CliContext): Promise<CommandResult> {
  const { display, interrupted, parts } = context;
  const sandbox = await parts.probeSandbox('auto');
  if (!sandbox.available) {
    const done = await parts.installSandbox((line) => {
      display.line(line);
    }, interrupted);
    display.line(
      done.installed
        ? 'Installed bubblewrap from the system’s packages.'
        : `No sandbox: ${sandbox.cause} ${sentence(done.reason)} What needs one stays unproven.`,
    );
  }
  for (const line of DEMO_BRIEF.trim().split('\n')) display.line(`  ${line}`.trimEnd());
  const folder = await freeFolder(context.cwd);
  return generate(context, {
    brief: { from: 'argument', text: DEMO_BRIEF },
    yes: true,
    out: folder,
    name: undefined,
    kind: undefined,
    // A run of its own for each demo: somebody who tries it twice wants to see it work twice.
    id: `${basename(folder)}-${Date.now().toString(36)}`,
    again: false,
    concurrency: undefined,
    sandbox: undefined,
    maxCost: undefined,
    maxTaskCost: undefined,
    maxErrors: undefined,
    // It is there to be tried without a key, and costs nothing with one either.
    author: 'blueprint',
    guided: false,
    force: false,
    detach: false,
  });
}

function sentence(text: string): string {
  return text.endsWith('.') ? text : `${text}.`;
}

async function freeFolder(cwd: string): Promise<string> {
  for (let number = 1; ; number += 1) {
    const folder = resolve(cwd, number === 1 ? 'demo' : `demo-${number}`);
    if (await isFree(folder)) return folder;
  }
}

async function isFree(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    return systemCode(error) === 'ENOENT';
  }
}
