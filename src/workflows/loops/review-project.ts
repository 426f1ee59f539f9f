import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileResult, SentBackFile, VerifyProjectResult } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { PlannedFile } from '../../protocol/digest.js';
import type { Findings } from '../../protocol/findings.js';
import { REVIEWERS, type Review, type Reviewer, type ReviewSummary } from '../../protocol/review.js';
import { REVIEW_ASPECTS, type JudgeResult, type ReviewAspect } from '../../protocol/verify-activities.js';
import { addEffort, isError } from '../policy/effort.js';
import { allEnded } from './all-ended.js';
import { eachAtMost } from './each-at-most.js';
import { confirmed, isWorse, stillThere, type Confirmed, type Standing } from '../policy/review.js';

/** What was run, and what it shows. */
export interface Verified {
  readonly result: VerifyProjectResult;
  readonly judged: JudgeResult;
}

/** What a review needs done; in a run these are activities and children, in tests plain functions. */
export interface ReviewPorts {
  /** The checks of one aspect over a whole tree. */
  check(tree: ArtifactRef, aspect: ReviewAspect): Promise<Findings>;
  /** Asks a model; null: no model writes this project. */
  readonly ask: ((tree: ArtifactRef, reviewer: Reviewer) => Promise<Review>) | null;
  /** Sends one file back with what was found in it; null: no model can be had for it. */
  repair(
    path: string,
    diagnostics: readonly Diagnostic[],
    tree: ArtifactRef,
  ): Promise<ProduceFileResult | null>;
  fold(tree: ArtifactRef, accepted: readonly { path: string; content: ArtifactRef }[]): Promise<ArtifactRef>;
  /** Files that are sent back at the same time. */
  readonly concurrency: number;
  /** Looks at a tree again, and repairs nothing; null: a person cancelled that. */
  verify(tree: ArtifactRef): Promise<Verified | null>;
}

export interface ReviewedProject {
  /** As it was verified last: the input's, unless a repair was kept. */
  readonly verified: Verified;
  /** Files that were sent back, by the verification or by a reviewer. */
  readonly sentBack: readonly SentBackFile[];
  /** What checks found, whole lists. */
  readonly checks: readonly Findings[];
  /** What models found, with what blocks among it. */
  readonly advice: readonly Diagnostic[];
  readonly reviews: readonly ReviewSummary[];
  /** Files that used up their attempts. */
  readonly errors: number;
  /** Spent on repairs. */
  readonly costUsd: number;
}

function standing(
  { result: { types, lint, tests, proof, readme }, judged }: Verified,
  checks: readonly Findings[],
): Standing {
  const levels = Object.values(judged.levels);
  const proven = levels.filter((level) => level === 'proven').length;
  return {
    proven,
    tested: proven + levels.filter((level) => level === 'tested').length,
    types: types.filter(({ blocking }) => blocking).length,
    lint: lint.unproven === null ? lint.findings.blocking : Infinity,
    tests: tests.findings.blocking,
    proof: proof.filter(({ outcome }) => outcome === 'failed').length,
    readme: readme.filter(({ outcome }) => outcome === 'failed').length,
    checks: checks.reduce((sum, { blocking }) => sum + blocking, 0),
    passed: tests.passed,
  };
}

function failing({ result: { tests } }: Verified): readonly Diagnostic[] {
  return tests.findings.diagnostics;
}

function all(findings: readonly Findings[]): readonly Diagnostic[] {
  return findings.flatMap(({ diagnostics }) => diagnostics);
}

interface Mended {
  readonly verified: Verified;
  readonly checks: readonly Findings[];
  readonly open: readonly Confirmed[];
}

/** What came of sending files back, and what it took. */
interface Sent extends Pick<ReviewedProject, 'sentBack' | 'errors' | 'costUsd'> {
  readonly mended: Mended | undefined;
}

/** Sends what is confirmed back, each file once; undefined when nothing came of it, or the project stood worse with it. */
async function mend(
  found: readonly Confirmed[],
  verified: Verified,
  before: readonly Findings[],
  ports: ReviewPorts,
): Promise<Sent> {
  const paths = [...new Set(found.map(({ finding }) => finding.path ?? ''))];
  const results = await eachAtMost(ports.concurrency, paths, async (path) => {
    const here = found.filter(({ finding }) => finding.path === path);
    // Who mends sees both: what the reviewer says, and what shows it.
    const told = [...new Set(here.flatMap(({ finding, by }) => [finding, by]))];
    return { path, result: await ports.repair(path, told, verified.result.tree) };
  });
  const costUsd = results.reduce((sum, { result }) => sum + (result?.costUsd ?? 0), 0);
  const sent = new Map((verified.result.sentBack ?? []).map((file) => [file.path, file]));
  for (const { path, result } of results) {
    if (result === null) continue;
    const effort = addEffort(sent.get(path)?.effort, result.effort);
    sent.set(path, { path, drafts: result.drafts, ...(effort === undefined ? {} : { effort }) });
  }
  const accepted = results.flatMap(({ path, result }) =>
    result?.outcome === 'accepted' ? [{ path, content: result.content }] : [],
  );
  const sentBack = [...sent.values()];
  const errors = results.filter(({ result }) => result !== null && isError(result)).length;
  if (accepted.length === 0) return { mended: undefined, sentBack, errors, costUsd };
  const after = await ports.verify(await ports.fold(verified.result.tree, accepted));
  if (after === null) return { mended: undefined, sentBack, errors, costUsd };
  const checks = await allEnded(REVIEW_ASPECTS.map((aspect) => ports.check(after.result.tree, aspect)));
  if (isWorse(standing(after, checks), standing(verified, before)))
    return { mended: undefined, sentBack, errors, costUsd };
  const open = stillThere(found, all(checks), failing(after));
  // What led to the tree that was mended stays: only what was looked at again is told anew.
  const { types, lint, tests, proof, readme, mutations, tree } = after.result;
  const repaired = [...new Set([...verified.result.repaired, ...accepted.map(({ path }) => path)])];
  return {
    mended: {
      verified: {
        judged: after.judged,
        result: {
          ...verified.result,
          ...{ tree, types, lint, tests, proof, readme, mutations, repaired },
        },
      },
      checks,
      open,
    },
    sentBack,
    errors,
    costUsd,
  };
}

function summary(reviewer: Reviewer, review: Review, advice: readonly Diagnostic[]): ReviewSummary {
  if (review.outcome === 'left-out')
    return {
      reviewer,
      outcome: 'left-out',
      findings: 0,
      mended: 0,
      dropped: 0,
      files: 0,
      reason: review.reason,
    };
  const { findings, dropped, files } = review;
  const left = advice.filter(({ source }) => source === reviewer).length;
  return {
    reviewer,
    outcome: 'reviewed',
    findings: findings.length,
    mended: findings.length - left,
    dropped,
    files,
    reason: '',
  };
}

/**
 * Checks and models look at the verified project, side by side. What a model finds is advice, unless a check or a failing test
 * shows the same: that is sent back once, the project is verified again, and the repair is taken back when it stands worse.
 * @param files of the plan: those of the tester are locked, and not sent back.
 */
export async function reviewProject(
  verified: Verified,
  files: readonly PlannedFile[],
  ports: ReviewPorts,
): Promise<ReviewedProject> {
  const { tree } = verified.result;
  const { ask } = ports;
  const checking = allEnded(REVIEW_ASPECTS.map((aspect) => ports.check(tree, aspect)));
  const asking = allEnded(
    ask === null ? [] : REVIEWERS.map(async (reviewer) => ({ reviewer, review: await ask(tree, reviewer) })),
  );
  const [checks, reviews] = await allEnded<[Findings[], { reviewer: Reviewer; review: Review }[]]>([
    checking,
    asking,
  ]);
  const said = reviews.flatMap(({ review }) => (review.outcome === 'reviewed' ? review.findings : []));
  const locked = new Set(files.filter(({ role }) => role === 'tester').map(({ path }) => path));
  const found = confirmed(
    said.filter(({ path }) => path !== undefined && !locked.has(path)),
    all(checks),
    failing(verified),
  );
  const { mended, sentBack, errors, costUsd } =
    found.length === 0
      ? { mended: undefined, sentBack: verified.result.sentBack ?? [], errors: 0, costUsd: 0 }
      : await mend(found, verified, checks, ports);
  const open = mended?.open ?? found;
  const places = new Set(found.map(({ finding }) => placeOf(finding)));
  const advice = [
    ...open.map(({ finding }) => finding),
    ...said.filter((finding) => !places.has(placeOf(finding))),
  ];
  return {
    verified: mended?.verified ?? verified,
    sentBack,
    checks: mended?.checks ?? checks,
    advice,
    reviews: reviews.map(({ reviewer, review }) => summary(reviewer, review, advice)),
    errors,
    costUsd,
  };
}

function placeOf({ code, path, line, message }: Diagnostic): string {
  return JSON.stringify([code, path, line, message]);
}
