import type { Need } from '../../src/protocol/need.js';

/** The need for a file that is not planned. */
export const aFile = (path: string, requirements: string[] = []): Need => ({
  kind: 'file',
  why: 'it is shared',
  spec: {
    action: 'create',
    path,
    role: 'backend',
    priority: 'normal',
    phase: 'core',
    purpose: 'shared code',
    dependencies: [],
    contract: { imports: [], exports: [] },
    requirements,
  },
});
