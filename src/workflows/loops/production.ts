import type { ArtifactRef } from '../../protocol/artifact.js';
import type { ProduceFileInput } from '../../protocol/children.js';
import type { Diagnostic } from '../../protocol/diagnostic.js';
import type { Effort, Escalation } from '../../protocol/effort.js';
import { effortOf } from '../policy/effort.js';
import { isHallucination } from '../policy/hallucination.js';
import {
  tryDraft,
  type DraftOrder,
  type DraftVerdict,
  type ProduceFilePorts,
  type Tried,
} from './one-draft.js';

function gaveUp(path: string, reason: string): Diagnostic {
  return { code: 'draft/none', severity: 'error', source: 'plan', path, message: reason, blocking: true };
}

/** The drafts of one file so far, over all authors of this round. */
export class Production {
  /** The number of the last draft: each is asked for under a number of its own. */
  drafts: number;
  costUsd = 0;
  /** Given up for what it cost, before its attempts were used up. */
  overCost = false;
  /** It came back as it had been sent back: what is wrong is not in it. */
  unchanged = false;
  /** What was found last: why the file is not accepted yet. */
  why: readonly Diagnostic[];
  /** The draft that it was found in; undefined: it is of none. */
  refused: ArtifactRef | undefined;
  readonly #escalations: Escalation[] = [];
  #hallucinated = 0;
  #unreadable = 0;
  #sideBySide = 0;
  #byBlueprint = 0;

  constructor(
    readonly input: ProduceFileInput,
    readonly ports: ProduceFilePorts,
  ) {
    this.drafts = input.draftsBefore ?? 0;
    this.why = input.repair?.diagnostics ?? [];
    this.refused = input.repair?.previous;
  }

  /** Templates have no tiers: what they take is nothing to tell. */
  get effort(): { readonly effort?: Effort } {
    const effort =
      this.input.author === 'model'
        ? effortOf({
            escalations: this.#escalations,
            hallucinated: this.#hallucinated,
            unreadable: this.#unreadable,
            sideBySide: this.#sideBySide,
            byBlueprint: this.#byBlueprint,
          })
        : undefined;
    return effort === undefined ? {} : { effort };
  }

  escalated(escalation: Escalation): void {
    this.#escalations.push(escalation);
  }

  /** The drafts of `orders` side by side; each verdict in the place of its order. */
  async draft(orders: readonly Omit<DraftOrder, 'draft'>[], tried: Tried): Promise<readonly DraftVerdict[]> {
    const first = this.drafts + 1;
    // Each is waited for: what one of them was paid for is not lost with the other.
    const ended = await Promise.allSettled(
      orders.map((order, index) => tryDraft(this.ports, { ...order, draft: first + index }, tried)),
    );
    const made = ended.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []));
    const lost = ended.find((each) => each.status === 'rejected');
    if (lost !== undefined && !made.some(({ verdict }) => verdict.outcome === 'accepted')) throw lost.reason;
    // A draft that was lost may have been asked for and paid: its number is used up as well. So is that of a model which could
    // not take the prompt in: under the same number it would be asked with the same prompt, whatever can be done about it by then.
    const used = ended.findLastIndex(
      (each, index) =>
        each.status === 'rejected' ||
        each.value.verdict.outcome !== 'nothing' ||
        orders[index]?.author === 'model',
    );
    this.drafts += used + 1;
    for (const { verdict, costUsd } of made) {
      this.costUsd += costUsd;
      this.#count(verdict);
    }
    if (orders.length > 1) this.#sideBySide += 1;
    const byBlueprint = orders.some(({ author }) => author !== this.input.author);
    if (byBlueprint) this.#byBlueprint += made.filter(({ verdict }) => verdict.outcome !== 'nothing').length;
    return made.map(({ verdict }) => verdict);
  }

  #count(verdict: DraftVerdict): void {
    const { path } = this.input;
    if (verdict.outcome === 'unreadable') {
      this.#unreadable += 1;
      this.why = [gaveUp(path, verdict.reason)];
      this.refused = undefined;
    }
    if (verdict.outcome === 'nothing' && this.why.length === 0) this.why = [gaveUp(path, verdict.reason)];
    if (verdict.outcome === 'refused' && verdict.findings !== null) {
      this.why = verdict.findings.diagnostics.filter((diagnostic) => diagnostic.blocking);
      this.refused = verdict.content;
      if (isHallucination(this.why)) this.#hallucinated += 1;
    }
  }
}
