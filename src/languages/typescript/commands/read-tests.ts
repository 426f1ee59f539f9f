import { relative, sep } from 'node:path';
import { z } from 'zod';
import type { TestOutput } from '../../language.js';

const vitestTestSchema = z.object({
  ancestorTitles: z.array(z.string()),
  title: z.string(),
  status: z.string(),
  failureMessages: z.array(z.string()).nullish(),
});
type VitestTest = z.infer<typeof vitestTestSchema>;

/** What vitest's `json` reporter writes (jest's format), as far as it is used. */
const vitestOutputSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      /** Why a file could not even be loaded. */
      message: z.string().optional(),
      assertionResults: z.array(vitestTestSchema),
    }),
  ),
});

/** Lines of a failure that are kept: its message and the nearest frames. */
const MESSAGE_LINES = 30;

/**
 * Reads what vitest wrote; `projectFolder` is the folder as the tests saw it. A test file that fails outside of
 * its tests (it cannot be loaded, a hook throws) counts as one failed test, named for the file. @throws Error when the text is not what vitest writes.
 */
export function readTests(output: string, projectFolder: string): readonly TestOutput[] {
  return vitestOutputSchema.parse(JSON.parse(output)).testResults.flatMap((file): readonly TestOutput[] => {
    const path = projectPath(file.name, projectFolder);
    const tests = file.assertionResults.map((test) => testOutput(path, test, projectFolder));
    if (file.status !== 'failed' || tests.some((test) => test.outcome === 'failed')) return tests;
    const message = file.message ?? '';
    const cause = message === '' ? 'The test file failed outside of its tests.' : message;
    return [...tests, { path, title: path, outcome: 'failed', ...failure(cause, projectFolder) }];
  });
}

function testOutput(path: string, test: VitestTest, projectFolder: string): TestOutput {
  const title = [...test.ancestorTitles, test.title].join(' ');
  const outcome = outcomeOf(test.status);
  if (outcome !== 'failed') return { path, title, name: test.title, outcome, frames: [] };
  const message = test.failureMessages?.join('\n') ?? '';
  return {
    path,
    title,
    name: test.title,
    outcome,
    ...failure(message === '' ? 'The test failed.' : message, projectFolder),
  };
}

function outcomeOf(status: string): TestOutput['outcome'] {
  if (status === 'passed' || status === 'failed') return status;
  return 'skipped';
}

function failure(
  text: string,
  projectFolder: string,
): { readonly message: string; readonly frames: readonly string[] } {
  return {
    message: text.split('\n').slice(0, MESSAGE_LINES).join('\n'),
    frames: framesIn(text, projectFolder),
  };
}

/** Project files named in a stack, nearest first, each once; installed packages are none of them. */
function framesIn(stack: string, projectFolder: string): readonly string[] {
  const prefix = `${projectFolder.replace(/\/$/, '')}/`;
  const frames = stack
    .split(/[\s()'"]+/)
    .map((word) => word.replace(/^file:\/\//, ''))
    .filter((word) => word.startsWith(prefix))
    .map((word) => word.slice(prefix.length).replace(/(:\d+)*[:,]?$/, ''))
    .filter((path) => path !== '' && !path.startsWith('node_modules/'));
  return [...new Set(frames)];
}

function projectPath(file: string, projectFolder: string): string {
  return relative(projectFolder, file).split(sep).join('/');
}
