import type { Progress } from '../../src/protocol/progress.js';

/** The moment at which the screens of these tests are drawn. */
export const NOW = Date.parse('2026-03-01T10:00:20.000Z');

/** A run that builds: analysed in 1.2 s, planned in 0.8 s, prepared in 5 s, building for 13 s. */
export function progressOf(change: Partial<Progress> = {}): Progress {
  const at = (seconds: number): string => new Date(NOW - 20_000 + seconds * 1000).toISOString();
  return {
    run: { id: '0192f3aa-0000-7000-8000-000000000001', workflowId: 'library-3f2a1b' },
    phase: 'build',
    line: 'Building 4 files',
    name: 'library',
    kind: 'api',
    understood: ['Books are kept, with a title and an author.'],
    phases: [
      { phase: 'analyze', startedAt: at(0), endedAt: at(1.2) },
      { phase: 'clarify', startedAt: at(1.2), endedAt: at(1.2) },
      { phase: 'plan', startedAt: at(1.2), endedAt: at(2) },
      { phase: 'approve', startedAt: at(2), endedAt: at(2) },
      { phase: 'prepare', startedAt: at(2), endedAt: at(7) },
      { phase: 'build', startedAt: at(7), endedAt: null },
    ],
    planPhase: 'foundation',
    files: [
      { path: 'src/books/book-schema.ts', state: 'accepted', priority: 'critical', attempts: 1 },
      { path: 'src/books/book-repository.ts', state: 'building', priority: 'critical', attempts: 2 },
      { path: 'src/books/book-routes.ts', state: 'waiting', priority: 'critical', attempts: 0 },
      { path: 'README.md', state: 'failed', priority: 'low', attempts: 4 },
    ],
    requirements: { total: 5, open: 1 },
    paused: false,
    waitingFor: [],
    costUsd: 0,
    flags: [],
    tree: { manifest: null, changes: [] },
    outcome: null,
    ...change,
  };
}
