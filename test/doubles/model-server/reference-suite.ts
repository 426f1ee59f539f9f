import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aimsOf } from '../../../src/evidence/lines-of-others.js';
import { settleMutation } from '../../../src/evidence/settle-mutation.js';
import type {
  Language,
  MutantAim,
  MutationOutput,
  MutationTask,
  TestOutput,
} from '../../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../../src/languages/typescript/typescript-language.js';
import { digestAnalysis, digestPlan } from '../../../src/protocol/digest.js';
import { boundRequirements } from '../../../src/protocol/evidence.js';
import { findPlanProblems } from '../../../src/workflows/policy/plan-proof.js';
import { toolSays } from '../../authors/blueprint/rules/delivered-project.js';
import { NO_TOOLCHAIN } from '../../languages/typescript/check-fixture.js';
import { until } from '../until.js';
import { loadReference, type Reference } from './reference.js';
import { environmentOf, writeReference } from './reference-project.js';
import { importsOf } from './source-facts.js';

const NEVER = new AbortController().signal;

/** Everything that makes a reference one: it is sound, it works, and what it promises is proven. */
export function describeReference(name: string): void {
  describe(`the reference ${name}`, () => {
    let language: Language;
    let reference: Reference;
    let folder: string;
    beforeAll(async () => {
      reference = await loadReference(name);
      folder = await writeReference(reference);
      language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
    });
    afterAll(async () => {
      await language.close();
      await rm(folder, { recursive: true, force: true });
    });

    it('has a plan that is sound, with contracts that type-check together', async () => {
      const { plan, analysis } = reference;
      expect(findPlanProblems(digestPlan(plan), digestAnalysis(analysis))).toEqual([]);
      expect(await language.checkContracts(plan, await environmentOf(reference), NEVER)).toEqual([]);
    });

    it('has files that import what their specs depend on, and nothing else of the project', () => {
      const unplanned = reference.plan.files.flatMap(({ path, dependencies }) =>
        importsOf(path, reference.files.get(path) ?? '').flatMap(({ path: target }) =>
          target === undefined || dependencies.some((dependency) => dependency.path === target)
            ? []
            : [`${path} → ${target}`],
        ),
      );
      expect(unplanned).toEqual([]);
    });

    it('has slips that break a requirement of their file', () => {
      const astray = reference.slips.filter(({ path, requirement }) => {
        const spec = reference.plan.files.find((file) => file.path === path);
        return spec?.requirements.includes(requirement) !== true;
      });
      expect(astray).toEqual([]);
    });

    it('keeps its contracts, and has nothing that a check finds', async () => {
      const { plan, files } = reference;
      const environment = await environmentOf(reference);
      const tree = new Map([
        ...environment.files.map(({ path, content }) => [path, content] as const),
        ...files,
      ]);
      const found = [
        ...(await language.checkTree({ plan, tree: files, environment, paths: null }, NEVER)),
        ...(await language.checkProject({ tree, environment }, NEVER)),
      ];
      expect(found).toEqual([]);
      expect(await toolSays(folder, 'eslint', ['.', '--max-warnings', '0'])).toBe('');
    });

    it('has passing tests that are bound to every requirement', async () => {
      const tests = await testsOf(language, folder);
      expect(tests.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
      const bound = new Set(tests.flatMap((test) => boundRequirements(test)));
      expect([...bound].sort()).toEqual(reference.analysis.requirements.map(({ id }) => id).sort());
    });

    it('has tests that kill the mutants aimed at every requirement', async () => {
      expect(await unproven(language, reference, folder)).toEqual([]);
    });

    it('has tests that notice every slip in the code, and that a slip in a test makes fail or empty', async () => {
      expect(await misjudgedSlips(language, reference, folder)).toEqual([]);
    });

    it('builds, starts, answers, and stops on SIGTERM', async () => {
      const recipe = reference.plan.proofRecipe;
      if (recipe.kind !== 'api') throw new Error('The recipe is not one of an API.');
      expect(await toolSays(folder, 'tsc', ['-p', 'tsconfig.build.json'])).toBe('');
      const port = await freePort();
      const { scripts } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8')) as {
        scripts: { start: string };
      };
      const [, entry = ''] = scripts.start.split(' ');
      const service = spawn(process.execPath, [entry], {
        cwd: folder,
        env: { PORT: String(port), HOST: '127.0.0.1' },
        stdio: 'inherit',
      });
      const ended = once(service, 'exit');
      const url = `http://127.0.0.1:${port}`;
      const health = await until(() =>
        fetch(`${url}${recipe.health.path}`).then(
          ({ status }) => status,
          () => undefined,
        ),
      );
      expect(health).toBe(recipe.health.status);
      const { method, path, body, status } = recipe.request;
      const reply = await fetch(`${url}${path}`, {
        method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
      });
      expect(reply.status).toBe(status);
      service.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    });
  });
}

/** Runs the project's own tests. */
async function testsOf(language: Language, folder: string): Promise<readonly TestOutput[]> {
  const { test } = language.commands;
  // Tests that fail are told in their output.
  await promisify(execFile)(process.execPath, test.command.slice(1), { cwd: folder }).catch(() => undefined);
  return test.read(await readFile(join(folder, test.output), 'utf8'), folder);
}

/** Breaks the code as the tasks say, and looks what the tests of each requirement make of it. */
async function runMutants(
  language: Language,
  reference: Reference,
  folder: string,
  tasks: readonly (Omit<MutationTask, 'tests'> & { readonly bound: string })[],
  /** Whether what the tests of one requirement miss may fall to those of another. */
  covers: boolean,
): Promise<readonly MutationOutput[]> {
  const { mutate } = language.commands;
  const tests = await testsOf(language, folder);
  const job = {
    testSide: [...reference.files.keys()].filter((path) => path.startsWith('test/')),
    tasks: tasks.map(({ bound, ...task }) => ({
      ...task,
      tests: tests.filter((each) => boundRequirements(each).includes(bound)),
    })),
    tests: covers ? tests.filter((each) => boundRequirements(each).length > 0) : [],
    settled: [],
    skipped: [],
    wallMs: 600_000,
    patienceMs: 15_000,
  };
  for (const { path, content } of await mutate.files(job)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), content);
  }
  await promisify(execFile)(process.execPath, mutate.command.slice(1), { cwd: folder, maxBuffer: 1e8 });
  return mutate.read(await readFile(join(folder, mutate.output), 'utf8')).tasks;
}

/** The requirements that no mutant shows, and why: what a run would call tested and not proven. */
async function unproven(
  language: Language,
  reference: Reference,
  folder: string,
): Promise<readonly string[]> {
  const { plan, analysis, files } = reference;
  const wanted = analysis.requirements.filter(({ proof }) => proof.kind === 'test');
  const decided = wanted.flatMap((requirement) => {
    const symbol = plan.bindings.find((binding) => binding.requirement === requirement.id)?.symbol;
    return symbol === null || symbol === undefined ? [] : [{ requirement, symbol }];
  });
  const aimed = aimsOf(decided);
  const aims = decided.flatMap(({ requirement, symbol }, index): readonly MutantAim[] => {
    const aim = aimed[index];
    return aim === undefined ? [] : [{ requirement: requirement.id, symbol, ...aim }];
  });
  const environment = await environmentOf(reference);
  const made = await language.aimMutants({ plan, tree: files, environment, aims }, NEVER);
  const tasks = made.map(({ requirement, decisions, rule }) => ({
    requirement,
    bound: requirement,
    decisions,
    rule,
  }));
  const ran = await runMutants(language, reference, folder, tasks, true);
  return made.flatMap((each) => {
    const run = ran.find(({ requirement }) => requirement === each.requirement);
    const { proven, missing } = settleMutation(each, run ?? 'it was not run');
    return proven ? [] : [`${each.requirement}: ${missing ?? ''}`];
  });
}

/** The slips that the tests bound to their requirement do not notice, and the emptied tests that fail all the same. */
async function misjudgedSlips(
  language: Language,
  reference: Reference,
  folder: string,
): Promise<readonly string[]> {
  const tasks = reference.slips.map(({ path, requirement, search, replace }, index) => {
    const start = reference.files.get(path)?.indexOf(search) ?? -1;
    const shown = { kind: 'guard-removed', path, line: 1, before: search, after: replace } as const;
    return {
      requirement: `slip ${index}`,
      bound: requirement,
      decisions: [[{ ...shown, start, end: start + search.length, replacement: replace }]],
      rule: 'any' as const,
    };
  });
  const ran = await runMutants(language, reference, folder, tasks, false);
  return reference.slips.flatMap(({ kind, path, replace }, index) => {
    const [mutant] = ran[index]?.mutants ?? [];
    const isAsItShould = mutant?.outcome === (kind === 'vacuous-test' ? 'survived' : 'killed');
    return isAsItShould ? [] : [`${kind} in ${path}: ${mutant?.outcome ?? 'not run'}: ${replace}`];
  });
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('No port is free.');
  return address.port;
}
