import { describe, expect, it } from '@jest/globals';
import type { Diagnostic } from '../../../src/protocol/diagnostic.js';
import type { PlanDigest } from '../../../src/protocol/digest.js';
import type { Findings } from '../../../src/protocol/findings.js';
import type { PlanResult, PrepareResult } from '../../../src/protocol/plan-activities.js';
import type { PlanAttempt, PlanPorts } from '../../../src/workflows/loops/plan-ports.js';
import { planProject, proveAmended, proveGiven } from '../../../src/workflows/loops/plan-project.js';
import { refOf } from '../../doubles/artifacts.js';
import { analysisOf, planOf, plannedFile } from '../../doubles/plans.js';
import { findingsOf } from '../../doubles/stub-activities.js';

const SOUND = planOf([plannedFile('src/a.ts'), plannedFile('src/b.ts')]);
const UNGATED = planOf([
  ...SOUND.files,
  plannedFile('src/late.ts', { phase: 'edges', priority: 'critical' }),
]);
const OUTSIDE = planOf([plannedFile('../a.ts')]);

function finding(message: string, change: Partial<Diagnostic> = {}): Diagnostic {
  return { code: 'TS2304', severity: 'error', source: 'types', message, blocking: true, ...change };
}

/** What each step answers; every one has an ordinary answer. */
interface Script {
  /** One for each attempt; the last one stays. */
  readonly plans?: readonly PlanDigest[];
  readonly packages?: (plan: PlanResult) => Findings;
  readonly changes?: PrepareResult['changes'];
  readonly contracts?: (plan: PlanResult) => Findings;
  readonly agree?: () => Promise<void>;
}

class Desk {
  /** What was done, in its order. */
  readonly steps: string[] = [];
  readonly attempts: PlanAttempt[] = [];

  constructor(private readonly script: Script = {}) {}

  planOf(attempt: number): PlanResult {
    const { plans = [SOUND] } = this.script;
    return { plan: refOf(`plan ${attempt}`), digest: plans[Math.min(attempt, plans.length) - 1] ?? SOUND };
  }

  /** For every way, so that a port that is none of a way's own is called by mistake, and seen. */
  get ports(): PlanPorts {
    const { packages, contracts, agree, changes = [] } = this.script;
    return {
      plan: (asked) => {
        this.steps.push('plan');
        this.attempts.push(asked);
        return Promise.resolve(this.planOf(asked.attempt));
      },
      agree: () => {
        this.steps.push('agree');
        return agree?.() ?? Promise.resolve();
      },
      prepare: (plan) => {
        this.steps.push('prepare');
        const findings = packages?.(plan) ?? findingsOf();
        return Promise.resolve({ environment: refOf('environment'), changes, findings });
      },
      checkContracts: (plan) => {
        this.steps.push('contracts');
        return Promise.resolve(contracts?.(plan) ?? findingsOf());
      },
    };
  }
}

/** The findings of the first plan only. */
const onceWrong =
  (message: string) =>
  ({ plan }: PlanResult): Findings =>
    plan.sha256 === refOf('plan 1').sha256 ? findingsOf(finding(message)) : findingsOf();

describe('planning', () => {
  it('takes the first plan that stands, proven before it is agreed to and agreed to before anything is installed', async () => {
    const desk = new Desk();
    const { plan, prepared } = await planProject(analysisOf(), desk.ports);
    expect(plan).toEqual(desk.planOf(1));
    expect(prepared.environment).toEqual(refOf('environment'));
    expect(desk.steps).toEqual(['plan', 'agree', 'prepare', 'contracts']);
    expect(desk.attempts).toEqual([{ attempt: 1, problems: [] }]);
  });

  it.each<[string, Script, readonly string[]]>([
    ['policy, and nobody is asked and nothing installed for it', { plans: [OUTSIDE, SOUND] }, []],
    ['the registry', { packages: onceWrong('No such package.') }, ['agree', 'prepare']],
    ['the compiler', { contracts: onceWrong('Cannot find name.') }, ['agree', 'prepare', 'contracts']],
  ])('sends a plan back that is refused by %s', async (_by, script, before) => {
    const desk = new Desk(script);
    const { plan } = await planProject(analysisOf(), desk.ports);
    expect(plan).toEqual(desk.planOf(2));
    expect(desk.steps).toEqual(['plan', ...before, 'plan', 'agree', 'prepare', 'contracts']);
    const [first, second] = desk.attempts;
    expect(first).not.toHaveProperty('previous');
    expect(second).toMatchObject({ attempt: 2, previous: refOf('plan 1') });
    expect(second?.problems).toHaveLength(1);
    expect(second?.problems[0]?.message).toMatch(/not inside the project|No such package|Cannot find name/);
  });

  it('sends a plan back whose critical file no gate asks for', async () => {
    const desk = new Desk({ plans: [UNGATED, SOUND] });
    await planProject(analysisOf(), desk.ports);
    expect(desk.attempts[1]?.problems).toMatchObject([{ code: 'plan/phase', path: 'src/late.ts' }]);
  });

  it('refuses a plan that would overwrite what was prepared', async () => {
    const desk = new Desk({ changes: [{ path: 'src/b.ts', content: refOf('prepared') }] });
    await expect(planProject(analysisOf(), desk.ports)).rejects.toMatchObject({ type: 'InvalidPlan' });
    expect(desk.attempts[1]?.problems).toMatchObject([
      { message: expect.stringContaining('src/b.ts is written for the project already') },
    ]);
  });

  it('holds nothing against a plan that does not block', async () => {
    const advice = findingsOf(finding('It is old.', { blocking: false }));
    const desk = new Desk({ packages: () => advice, contracts: () => advice });
    await planProject(analysisOf(), desk.ports);
    expect(desk.attempts).toHaveLength(1);
  });

  it.each([
    ['blueprint', 3],
    ['model', 4],
  ] as const)(
    'by the %s author is given up after %i plans, and says what was wrong with the last',
    async (author, attempts) => {
      const desk = new Desk({ contracts: ({ plan }) => findingsOf(finding(`Wrong in ${plan.sha256}.`)) });
      const last = `Wrong in ${desk.planOf(attempts).plan.sha256}.`;
      await expect(planProject(analysisOf({ author }), desk.ports)).rejects.toMatchObject({
        type: 'InvalidPlan',
        message: expect.stringMatching(new RegExp(`No sound plan came of ${attempts} attempts: .*${last}`)),
        details: { problems: [{ message: last }] },
      });
      expect(desk.attempts.map(({ attempt }) => attempt)).toEqual(
        Array.from({ length: attempts }, (_, index) => index + 1),
      );
      expect(desk.attempts.at(-1)?.previous).toEqual(refOf(`plan ${attempts - 1}`));
    },
  );

  it('sends twenty problems back of however many, and shows five', async () => {
    const many = Array.from({ length: 30 }, (_, index) => finding(`Problem ${index + 1}.`));
    const desk = new Desk({ contracts: () => findingsOf(...many) });
    const error = await planProject(analysisOf(), desk.ports).catch((thrown: unknown) => thrown);
    expect(desk.attempts[1]?.problems).toEqual(many.slice(0, 20));
    expect(error).toMatchObject({ details: { problems: many.slice(0, 20) } });
    expect(error).toMatchObject({ message: expect.stringContaining('Problem 5.') });
    expect(error).toMatchObject({ message: expect.not.stringContaining('Problem 6.') });
  });

  it('ends with a person’s refusal: nothing is installed, and no other plan asked for', async () => {
    const refusal = new Error('not this one');
    const desk = new Desk({ agree: () => Promise.reject(refusal) });
    await expect(planProject(analysisOf(), desk.ports)).rejects.toBe(refusal);
    expect(desk.steps).toEqual(['plan', 'agree']);
  });
});

describe('a plan that was given', () => {
  it('is proven as any other', async () => {
    const desk = new Desk();
    const given = desk.planOf(1);
    expect((await proveGiven(given, analysisOf(), desk.ports)).plan).toEqual(given);
    expect(desk.steps).toEqual(['agree', 'prepare', 'contracts']);
  });

  it('is not replaced by another one when it does not stand', async () => {
    const desk = new Desk({ contracts: () => findingsOf(finding('Cannot find name.')) });
    await expect(proveGiven(desk.planOf(1), analysisOf(), desk.ports)).rejects.toMatchObject({
      type: 'InvalidPlan',
      message: expect.stringMatching(/Cannot find name\..*Nothing was built; correct the plan/),
      details: { problems: [{ message: expect.stringContaining('Cannot find name') }] },
    });
    expect(desk.steps).toEqual(['agree', 'prepare', 'contracts']);
  });
});

describe('an amended plan', () => {
  it('is proven again, and nobody is asked', async () => {
    const desk = new Desk();
    const amended = await proveAmended(desk.planOf(1), analysisOf(), desk.ports);
    expect(amended).toMatchObject({ plan: desk.planOf(1) });
    expect(desk.steps).toEqual(['prepare', 'contracts']);
  });

  it('may have something critical that no gate asks for: who asked for it is as critical, and was let pass', async () => {
    const desk = new Desk({ plans: [UNGATED] });
    expect(await proveAmended(desk.planOf(1), analysisOf(), desk.ports)).not.toHaveProperty('problems');
  });

  it.each<[string, Script, readonly string[]]>([
    ['policy', { plans: [OUTSIDE] }, []],
    ['the registry', { packages: () => findingsOf(finding('No such package.')) }, ['prepare']],
    ['the compiler', { contracts: () => findingsOf(finding('No such name.')) }, ['prepare', 'contracts']],
  ])(
    'comes back with its problems when %s refuses it, and nothing takes its place',
    async (_by, script, steps) => {
      const desk = new Desk(script);
      const amended = await proveAmended(desk.planOf(1), analysisOf(), desk.ports);
      expect(amended).toMatchObject({ problems: [{ blocking: true }] });
      expect(desk.steps).toEqual(steps);
    },
  );
});
