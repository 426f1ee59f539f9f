import type { VerifyProjectInput, VerifyProjectResult } from '../../protocol/children.js';
import type { PlannedFile } from '../../protocol/digest.js';
import type { ProofStep } from '../../protocol/evidence.js';
import type { MutateResult, ProveResult } from '../../protocol/verify-activities.js';
import { isWorse, passes } from '../policy/look.js';
import { ranAlready, wrongCommands } from '../policy/readme-commands.js';
import { allEnded } from './all-ended.js';
import { Mending, type StagedLook } from './mending.js';
import { Verification } from './verification.js';
import type { VerifyPorts } from './verify-ports.js';

/** Rounds of repair after the first verification. */
export const REPAIR_ROUNDS = 3;

/** Rounds of a file in verification are counted from here, apart from those at the gates. */
export const FIRST_VERIFY_ROUND = 100;

/** A tree that nothing more is mended in, and what its proof came to. */
interface Proven {
  readonly look: StagedLook;
  readonly proof: readonly ProofStep[];
  readonly readme: readonly ProofStep[];
  readonly mutants: MutateResult;
}

/**
 * Types, lint and tests of the whole tree, then the proof recipe of its kind, the commands of its README and the aimed mutants.
 * What fails is traced to files, repaired and run again, at most `REPAIR_ROUNDS` times; a repair that changes nothing of what was
 * found is taken back, and so is all that came after the best look. Where the code comes back as it was, a second tester who knows
 * nothing of the failure writes the test afresh: if the code satisfies that one, the first was wrong. If not, whatever stands behind
 * the code is asked. In the end a test that still fails, or that notices nothing when the code is broken, is revised once by its
 * tester, who sees the requirement, and of the code at most the one line that was broken unnoticed.
 */
export async function verifyProject(
  start: Pick<VerifyProjectInput, 'tree' | 'errors' | 'repairs'> & {
    /** Those of the plan that the tree has. */
    readonly files: readonly PlannedFile[];
  },
  ports: VerifyPorts,
): Promise<VerifyProjectResult> {
  const verification = new Verification(start.tree, start.files, start.errors, ports);
  const mending = new Mending(verification, ports, start.repairs === false ? 0 : REPAIR_ROUNDS);
  const ended = (
    { look, proof, readme, mutants }: Proven,
    also: Pick<VerifyProjectResult, 'guardrail' | 'putBackTests'>,
  ): VerifyProjectResult => ({
    tree: look.tree,
    rounds: mending.roundsUsed,
    types: look.types.diagnostics,
    lint: look.lint,
    tests: look.tests,
    proof,
    readme,
    mutations: mutants.mutations,
    ...changesOf(look),
    ...also,
    ...verification.account,
  });
  let before: Proven | undefined;
  for (;;) {
    const proven = await prove(await mending.mend(), ports);
    // A sharper test may show that the code is wrong, which has been looked at by now. One that no code satisfies was not sharper.
    const heldBack: Pick<VerifyProjectResult, 'guardrail'> = mending.isHeldBack(proven.look)
      ? { guardrail: true }
      : {};
    if (before !== undefined && standsWorse(proven, before))
      return ended(before, { putBackTests: failedOfSharpened(before, proven), ...heldBack });
    if (!verification.mayGoOn) return ended(proven, heldBack);
    before = await mendReadme(proven, verification, ports);
    if (!(await verification.sharpen(before.mutants.weak))) return ended(before, {});
    mending.allowOneMore();
  }
}

async function prove(look: StagedLook, ports: VerifyPorts): Promise<Proven> {
  const { tree, tests } = look;
  await ports.whilePaused();
  const [{ steps: proof }, mutants, { steps: readme }] = await allEnded<
    [ProveResult, MutateResult, ProveResult]
  >([ports.prove(tree), ports.mutate(tree, tests.results), ports.followReadme(tree, ranAlready(look))]);
  return { look, proof, readme, mutants };
}

/** Sends a README with wrong commands back, once, and takes what comes if fewer of its commands fail. */
async function mendReadme(proven: Proven, verification: Verification, ports: VerifyPorts): Promise<Proven> {
  const wrong = wrongCommands(proven.readme);
  if (!(await verification.mendReadme(wrong))) return proven;
  const { stage } = verification;
  await ports.whilePaused();
  const { steps: readme } = await ports.followReadme(stage.tree, ranAlready(proven.look));
  if (wrongCommands(readme).length < wrong.length)
    return { ...proven, look: { ...proven.look, ...stage }, readme };
  verification.goBackTo(proven.look);
  return proven;
}

function standsWorse(after: Proven, before: Proven): boolean {
  const failed = ({ proof }: Proven): number => proof.filter(({ outcome }) => outcome === 'failed').length;
  return isWorse(after.look, before.look) || failed(after) > failed(before);
}

/** Tests that were sharpened since, and that the code does not satisfy. */
function failedOfSharpened(before: Proven, after: Proven): readonly string[] {
  const sharpened = new Set(before.look.changed.sharpenedTests);
  return after.look.changed.sharpenedTests.filter(
    (path) => !sharpened.has(path) && !passes(path, after.look),
  );
}

/** As they travel: what is none is left out. */
function changesOf({
  changed: { repaired, redraftedTests, revisedTests, sharpenedTests },
}: StagedLook): Pick<VerifyProjectResult, 'repaired' | 'redraftedTests' | 'revisedTests' | 'sharpenedTests'> {
  return {
    repaired,
    ...(redraftedTests.length === 0 ? {} : { redraftedTests }),
    ...(revisedTests.length === 0 ? {} : { revisedTests }),
    ...(sharpenedTests.length === 0 ? {} : { sharpenedTests }),
  };
}
