import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../../temporal-config/package-root.js';

/**
 * Briefs by people who have seen neither the grammar nor the code. Those of `open` may be looked at while the grammar is written;
 * those of `held-out` are put aside, and show how far it reaches beyond them.
 */
export const HALVES = ['open', 'held-out'] as const;
export type Half = (typeof HALVES)[number];

export interface CorpusBrief {
  /** `a02`. */
  readonly name: string;
  readonly half: Half;
  readonly text: string;
}

export const briefsFolder = (): string => join(packageRoot(), 'test', 'briefs');

export async function readCorpus(half: Half): Promise<readonly CorpusBrief[]> {
  const folder = join(briefsFolder(), half);
  const names = (await readdir(folder)).filter((file) => file.endsWith('.md')).sort();
  return Promise.all(
    names.map(async (file) => ({
      name: file.replace(/\.md$/, ''),
      half,
      text: await readFile(join(folder, file), 'utf8'),
    })),
  );
}
