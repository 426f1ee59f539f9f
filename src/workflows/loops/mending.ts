import type { Findings } from '../../protocol/findings.js';
import type { LintResult, TestRunResult } from '../../protocol/verify-activities.js';
import { foundIn, isWorse, passes, signatureOf, type Look } from '../policy/look.js';
import { allEnded } from './all-ended.js';
import type { CameBack, Stage, Verification } from './verification.js';
import type { VerifyPorts } from './verify-ports.js';

/** A look, and what it was taken at. */
export interface StagedLook extends Look, Stage {}

/** Looks at a tree, has mended what fails in it, and looks again. */
export class Mending {
  #looks = 0;
  #repairs = 0;
  /** Signatures of the looks whose code was sent back. */
  readonly #tried = new Set<string>();

  /** @param rounds of repair that there may be. */
  constructor(
    private readonly verification: Verification,
    private readonly ports: VerifyPorts,
    private rounds: number,
  ) {}

  /** Looks after the first one. */
  get roundsUsed(): number {
    return this.#looks - 1;
  }

  /** Until nothing more can be done. Resolves to the best look that was taken, and the verification stands there again. */
  async mend(): Promise<StagedLook> {
    let look = await this.#look();
    let best = look;
    for (;;) {
      const next = await this.#step(look);
      if (next !== undefined) {
        look = next;
        // What is worse may be on the way to what is better, and is kept until nothing more comes of it.
        if (!isWorse(look, best)) best = look;
      } else if (look === best) {
        return look;
      } else {
        look = this.#inVain(best);
      }
    }
  }

  /** What a sharper test shows is mended, if it can be, however many rounds other tests have taken. */
  allowOneMore(): void {
    this.rounds = Math.max(this.rounds, this.#repairs + 1);
  }

  /** Is something left undone because the run has more errors than it may? */
  isHeldBack(look: StagedLook): boolean {
    if (this.verification.mayGoOn) return false;
    const { redraft, revise } = this.ports;
    const hasNext = !this.#tried.has(signatureOf(look)) || redraft !== null;
    return (this.#isWanted(look) && hasNext) || (revise !== null && look.tests.atTests.length > 0);
  }

  #isWanted(look: Look): boolean {
    return this.#repairs < this.rounds && this.verification.inCode(foundIn(look)).size > 0;
  }

  /** The next thing to do about what was found, and what it came to; undefined: nothing is left to do. */
  async #step(look: StagedLook): Promise<StagedLook | undefined> {
    const { verification } = this;
    const findings = foundIn(look);
    const { atTests } = look.tests;
    const mayRepair = this.#isWanted(look) && verification.mayGoOn;
    const signature = signatureOf(look);
    if (mayRepair && !this.#tried.has(signature)) {
      this.#tried.add(signature);
      if (await verification.repair(verification.inCode(findings))) return this.#repaired(look);
      verification.countIdleRound();
    }
    if (!verification.mayGoOn) return undefined;
    const redrafts = await verification.redraftTests(atTests, findings);
    if (redrafts.length > 0) return this.#redrafted(look, redrafts);
    if (mayRepair && (await verification.repairBehind(findings))) return this.#repaired(look);
    return (await verification.reviseTests(atTests)) ? this.#look() : undefined;
  }

  /** A repair that changes nothing of what was found is taken back. */
  async #repaired(before: StagedLook): Promise<StagedLook> {
    this.#repairs += 1;
    const after = await this.#look();
    return this.#tried.has(signatureOf(after)) ? this.#inVain(before) : after;
  }

  /** Of tests that were written afresh those are kept that the code satisfies. */
  async #redrafted(before: StagedLook, came: readonly CameBack[]): Promise<StagedLook> {
    const look = await this.#look();
    const kept = came.filter(({ path }) => passes(path, look));
    this.verification.goBackTo(before);
    if (kept.length === 0) return before;
    await this.verification.keepRedrafts(kept);
    return kept.length === came.length ? { ...look, ...this.verification.stage } : this.#look();
  }

  #inVain(before: StagedLook): StagedLook {
    this.verification.countIdleRound();
    this.verification.goBackTo(before);
    return before;
  }

  async #look(): Promise<StagedLook> {
    const { tree } = this.verification;
    this.#looks += 1;
    await this.ports.whilePaused();
    const [types, lint, tests] = await allEnded<[Findings, LintResult, TestRunResult]>([
      this.ports.checkTypes(tree),
      this.ports.lint(tree),
      this.ports.test(tree),
    ]);
    return { ...this.verification.stage, types, lint, tests };
  }
}
