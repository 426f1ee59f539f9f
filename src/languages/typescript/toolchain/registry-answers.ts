import { join } from 'node:path';
import { z } from 'zod';
import type { PlannedPackage } from '../../../protocol/plan.js';
import type { RunNpm } from './npm-command.js';
import { readStored, store } from './stored-json.js';

/** A package that is not there today may be there tomorrow; one that is there stays. */
const MISSING_HOLDS_MS = 10 * 60_000;

/** Does the registry have a package in a version? `unknown` is never "missing": nobody could be asked. */
export type RegistryAnswer =
  | { readonly answer: 'found' }
  | { readonly answer: 'missing'; readonly summary: string }
  | { readonly answer: 'unknown'; readonly code: string; readonly summary: string };

const storedSchema = z.discriminatedUnion('answer', [
  z.object({ answer: z.literal('found') }),
  z.object({ answer: z.literal('missing'), summary: z.string(), at: z.number() }),
]);

/** Asks the registry through npm, so that its settings count, and remembers what it said. */
export class RegistryAnswers {
  readonly #folder: string;
  readonly #npm: RunNpm;

  constructor(folder: string, npm: RunNpm) {
    this.#folder = folder;
    this.#npm = npm;
  }

  #path({ name, version }: PlannedPackage): string {
    return join(this.#folder, `${encodeURIComponent(`${name}@${version}`)}.json`);
  }

  /** What is remembered; undefined: ask. */
  async remembered(planned: PlannedPackage): Promise<RegistryAnswer | undefined> {
    const stored = await readStored(this.#path(planned), storedSchema);
    if (stored?.answer === 'missing' && Date.now() - stored.at > MISSING_HOLDS_MS) return undefined;
    return stored;
  }

  async rememberFound(planned: PlannedPackage): Promise<void> {
    await store(this.#path(planned), { answer: 'found' });
  }

  async ask(planned: PlannedPackage, folder: string, signal: AbortSignal): Promise<RegistryAnswer> {
    const known = await this.remembered(planned);
    if (known !== undefined) return known;
    const result = await this.#npm(['view', `${planned.name}@${planned.version}`, 'version'], folder, signal);
    if (result.ok && result.stdout.trim() !== '') {
      await this.rememberFound(planned);
      return { answer: 'found' };
    }
    const summary = result.error?.summary ?? `no version ${planned.version}`;
    const code = result.error?.code ?? '';
    if (result.ok || code === 'E404' || code === 'ETARGET') {
      await store(this.#path(planned), { answer: 'missing', summary, at: Date.now() });
      return { answer: 'missing', summary };
    }
    return { answer: 'unknown', code, summary };
  }
}
