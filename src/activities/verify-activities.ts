import { getJson, putJson } from '../artifacts/json-artifact.js';
import { judgeRequirements } from '../evidence/judge-requirements.js';
import type { TestOutput } from '../languages/language.js';
import type { Activities } from '../protocol/activities.js';
import type { Diagnostic } from '../protocol/diagnostic.js';
import { boundRequirements, mutationSchema, testResultSchema, type ProofStep } from '../protocol/evidence.js';
import type { Plan } from '../protocol/plan.js';
import { readProjectFile } from '../sandbox/read-project-file.js';
import type { SandboxResult } from '../sandbox/sandbox.js';
import { shortened, toFindings } from './findings.js';
import type { Parts } from './parts.js';
import type { Project } from './project.js';
import { proveProject } from './prove-project.js';
import { runActivity } from './run-activity.js';
import { outputOf, runCommand } from './run-command.js';
import { inWorkspace, type Workspace } from './workspace.js';

type VerifyActivities = Pick<Activities, 'lint' | 'test' | 'prove' | 'judge'>;

/** The machine output of a test run; thousands of failing tests stay under it. */
const RUNNER_OUTPUT_BYTES = 64 * 1024 * 1024;

/** What runs in the sandbox, and what it shows. */
export function verifyActivities(parts: Parts, project: Project): VerifyActivities {
  const { store } = parts;
  return {
    lint: (input) =>
      runActivity(async (signal) => {
        const done = await inWorkspace(parts, project, input, signal, async (workspace) => {
          const { lint } = workspace.language.commands;
          const result = await runCommand(workspace, lint.command, signal);
          return readLint(workspace, result);
        });
        const { found, unproven } = 'result' in done ? done.result : { found: [], unproven: done.unproven };
        return { findings: await toFindings(store, found), unproven };
      }),
    test: (input) =>
      runActivity(async (signal) => {
        const done = await inWorkspace(parts, project, input, signal, (workspace) =>
          runTests(workspace, signal),
        );
        if ('unproven' in done) {
          const findings = await toFindings(store, []);
          return {
            passed: 0,
            failed: 0,
            skipped: 0,
            findings,
            atTests: [],
            results: null,
            unproven: done.unproven,
            sandbox: 'none available',
          };
        }
        const { tests, problems } = done.result;
        const count = (outcome: TestOutput['outcome']): number =>
          tests.filter((test) => test.outcome === outcome).length;
        const results = tests.map(({ frames: _frames, ...result }) => result);
        const plan = await project.plan(input.plan);
        const testers = new Set(plan.files.filter(({ role }) => role === 'tester').map(({ path }) => path));
        return {
          passed: count('passed'),
          failed: count('failed'),
          skipped: count('skipped'),
          findings: await toFindings(store, [...problems, ...failures(tests, testers, plan.bindings)]),
          atTests: failuresAtTests(tests),
          results: await putJson(store, results),
          unproven: null,
          sandbox: done.sandbox,
        };
      }),
    prove: (input) =>
      runActivity(async (signal) => {
        const { proofRecipe } = await project.plan(input.plan);
        if (proofRecipe.kind === 'none') return { steps: [unproven('proof recipe', proofRecipe.reason)] };
        const done = await inWorkspace(parts, project, input, signal, (workspace) =>
          proveProject(workspace, proofRecipe, signal),
        );
        return { steps: 'unproven' in done ? [unproven('proof recipe', done.unproven)] : done.result };
      }),
    judge: ({ analysis, tests, proof, mutations }) =>
      runActivity(async () => {
        const { requirements } = await project.analysis(analysis);
        const results = tests === null ? null : await getJson(store, tests, testResultSchema.array());
        const mutated = mutations === null ? [] : await getJson(store, mutations, mutationSchema.array());
        const evidence = judgeRequirements(requirements, results, proof, mutated);
        return {
          levels: Object.fromEntries(evidence.map(({ requirement, level }) => [requirement, level])),
          evidence: await putJson(store, evidence),
        };
      }),
  };
}

function unproven(step: string, detail: string): ProofStep {
  return { step, outcome: 'unproven', detail };
}

async function runTests(
  workspace: Workspace,
  signal: AbortSignal,
): Promise<{ readonly tests: readonly TestOutput[]; readonly problems: readonly Diagnostic[] }> {
  const { test } = workspace.language.commands;
  const result = await runCommand(workspace, test.command, signal);
  let tests: readonly TestOutput[];
  try {
    const written = await readProjectFile(workspace.folder, test.output, RUNNER_OUTPUT_BYTES);
    if (written === undefined) throw new Error(`No ${test.output} was written.`);
    tests = test.read(written, workspace.sandbox.projectFolder(workspace.folder));
  } catch {
    // No machine output: the runner itself failed, and says why on its output.
    return { tests: [], problems: [runnerFailed(result)] };
  }
  const failed = tests.some(({ outcome }) => outcome === 'failed');
  return { tests, problems: result.exitCode === 0 || failed ? [] : [runnerFailed(result)] };
}

function runnerFailed(result: SandboxResult): Diagnostic {
  const bound = result.exceeded === null ? '' : ` (it went past its bound on ${result.exceeded})`;
  return {
    code: 'test/runner',
    severity: 'error',
    source: 'test',
    message: `The tests could not be run to their end${bound}: ${outputOf(result)}`,
    blocking: true,
  };
}

/**
 * A failing test is traced to the project file nearest in its stack that is not a test; an assertion, whose stack has none, to the
 * file that decides what the test is about; else it stays with the test.
 */
function failures(
  tests: readonly TestOutput[],
  testers: ReadonlySet<string>,
  bindings: Plan['bindings'],
): readonly Diagnostic[] {
  const decides = (test: TestOutput): string | undefined => {
    const [about] = boundRequirements(test);
    return bindings.find(({ requirement }) => requirement === about)?.symbol?.path;
  };
  return failed(tests).map((test) =>
    failure(test, test.frames.find((frame) => !testers.has(frame)) ?? decides(test) ?? test.path),
  );
}

/** As many as a tester can take in at once, and history bears. */
const FAILURES_AT_TESTS = 10;

function failuresAtTests(tests: readonly TestOutput[]): readonly Diagnostic[] {
  return failed(tests)
    .slice(0, FAILURES_AT_TESTS)
    .map((test) => shortened(failure(test, test.path)));
}

function failed(tests: readonly TestOutput[]): readonly TestOutput[] {
  return tests.filter(({ outcome }) => outcome === 'failed');
}

function failure({ path, title, message }: TestOutput, tracedTo: string): Diagnostic {
  return {
    code: 'test/failed',
    severity: 'error',
    source: 'test',
    path: tracedTo,
    message: `${title} (${path}): ${message ?? 'failed'}`,
    blocking: true,
  };
}

/** What the linter found; a linter that did not run shows nothing, and says so. */
function readLint(workspace: Workspace, result: SandboxResult): LintReading {
  try {
    const found = workspace.language.commands.lint.read(
      result.stdout,
      workspace.sandbox.projectFolder(workspace.folder),
    );
    return { found, unproven: null };
  } catch {
    return { found: [], unproven: `the linter of the project could not be run: ${outputOf(result)}` };
  }
}

interface LintReading {
  readonly found: readonly Diagnostic[];
  readonly unproven: string | null;
}
