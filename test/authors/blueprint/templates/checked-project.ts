import { createHash } from 'node:crypto';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { planProject } from '../../../../src/authors/blueprint/planning/plan-project.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import { formatted } from '../../../../src/authors/blueprint/rendering/format.js';
import type { Environment, Language } from '../../../../src/languages/language.js';
import { scriptSource } from '../../../../src/languages/typescript/checks/parse-file.js';
import { checkTests } from '../../../../src/languages/typescript/checks/tests/check-tests.js';
import { testDuty } from '../../../../src/languages/typescript/checks/tests/test-duty.js';
import { compilerSettings } from '../../../../src/languages/typescript/toolchain/compiler-settings.js';
import { packageManifest } from '../../../../src/languages/typescript/toolchain/manifest.js';
import type { Analysis } from '../../../../src/protocol/analysis.js';
import type { Diagnostic } from '../../../../src/protocol/diagnostic.js';
import { digestAnalysis, digestPlan } from '../../../../src/protocol/digest.js';
import type { Plan } from '../../../../src/protocol/plan.js';
import { findPlanProblems } from '../../../../src/workflows/policy/plan-proof.js';
import { installedPackages } from '../installed-packages.js';

/** A project of blueprints, planned and written, and the place where it is checked. */
export interface WrittenProject {
  readonly analysis: Analysis;
  readonly plan: Plan;
  readonly tree: ReadonlyMap<string, string>;
  readonly environment: Environment;
}

/** An analysis that asks for exactly what the domain claims. */
function analysisOf(domain: Domain): Analysis {
  const ids = [...new Set(domain.claims.map(({ requirement }) => requirement))];
  return {
    version: 1,
    author: 'blueprint',
    name: domain.name,
    title: domain.title,
    kind: domain.kind,
    stack: { language: 'typescript', framework: 'none' },
    understood: [],
    requirements: ids.map((id) => ({
      id,
      statement: `It does ${id}.`,
      source: id,
      examples: [{ given: '', when: 'it is asked for', then: 'it does it' }],
      proof: { kind: 'test' },
    })),
    questions: [],
    assumptions: [],
    subject: JSON.parse(JSON.stringify(domain)) as Analysis['subject'],
  };
}

/** The project for `domain` as a run writes it, over the packages that its plan names. */
export async function writtenProject(domain: Domain): Promise<WrittenProject> {
  const analysis = analysisOf(domain);
  const plan = planProject(analysis, domain);
  const files = [{ path: 'package.json', content: packageManifest(plan) }, ...compilerSettings(plan)];
  const key = createHash('sha256').update(JSON.stringify(files)).digest('hex');
  const tree = new Map<string, string>();
  for (const { path, content } of projectFiles(domain)) tree.set(path, await formatted(path, content));
  return {
    analysis,
    plan,
    tree,
    environment: { key, folder: await installedPackages(plan.packages), files },
  };
}

/** Everything that a run's checks find before it tests: of the plan, of its contracts, and of the tree as a whole. */
export async function foundIn(project: WrittenProject, language: Language): Promise<readonly string[]> {
  const { analysis, plan, tree, environment } = project;
  const { signal } = new AbortController();
  const ofPlan = findPlanProblems(digestPlan(plan), digestAnalysis(analysis)).map(
    ({ diagnostic }) => diagnostic,
  );
  const ofContracts = await language.checkContracts(plan, environment, signal);
  const ofTree = await language.checkTree({ plan, tree, environment, paths: null }, signal);
  const ofTests = plan.files
    .filter(({ role }) => role === 'tester')
    .flatMap(({ path }) =>
      checkTests(path, scriptSource(path, tree.get(path) ?? ''), testDuty(plan, path), (other) =>
        tree.get(other),
      ),
    );
  return [...ofPlan, ...ofContracts, ...ofTree, ...ofTests].filter(({ blocking }) => blocking).map(line);
}

function line({ path, code, message, line: at }: Diagnostic): string {
  return `${path ?? 'plan'}:${String(at ?? 0)} ${code} ${message}`;
}
