import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { readConfig } from '../../src/config.js';
import type { EvidenceLevel } from '../../src/protocol/evidence.js';
import { reportSchema } from '../../src/protocol/report.js';
import { packageRoot } from '../../temporal-config/package-root.js';
import type { CorpusBrief } from './corpus.js';

/** An end to waiting for a run that hangs. */
const GIVE_UP_MS = 15 * 60_000;

export type BriefDelivery =
  | {
      readonly kind: 'delivered';
      readonly levels: Readonly<Record<EvidenceLevel, number>>;
      /** Steps of the proof recipe that failed; tests, build and start are among them. */
      readonly failedSteps: readonly string[];
    }
  | { readonly kind: 'not-delivered'; readonly why: string };

/** Has the product build one brief, and reads what it reports of it. */
export async function deliverBrief({ name, text }: CorpusBrief): Promise<BriefDelivery> {
  const home = await mkdtemp(join(tmpdir(), `millwright-brief-${name}-`));
  try {
    const brief = join(home, 'brief.md');
    await writeFile(brief, text);
    const out = join(home, 'project');
    const { all } = await execa(
      process.execPath,
      [join(packageRoot(), 'bin', 'millwright.js'), 'generate', '--brief', brief, '--out', out, '--yes'],
      {
        env: { MILLWRIGHT_HOME: join(home, 'home'), MILLWRIGHT_CACHE: readConfig(process.env).cache },
        all: true,
        reject: false,
        timeout: GIVE_UP_MS,
      },
    );
    const report = await readFile(join(out, 'millwright-report.json'), 'utf8').catch(() => undefined);
    if (report === undefined) return { kind: 'not-delivered', why: all.trim().slice(-2_000) };
    const { evidence, proof, flags } = reportSchema.parse(JSON.parse(report));
    const count = (level: EvidenceLevel): number => evidence.filter((each) => each.level === level).length;
    return {
      kind: 'delivered',
      levels: {
        proven: count('proven'),
        tested: count('tested'),
        open: count('open'),
        disputed: count('disputed'),
      },
      failedSteps: [
        ...proof.filter(({ outcome }) => outcome === 'failed').map(({ step }) => step),
        ...flags
          .filter(({ code }) => code === 'tests-failed' || code === 'file-failed')
          .map(({ about }) => about),
      ],
    };
  } finally {
    await rm(home, { recursive: true, force: true });
  }
}
