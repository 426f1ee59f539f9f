import type { Analysis } from '../../src/protocol/analysis.js';
import type { FileSpec, Plan } from '../../src/protocol/plan.js';

/** A file spec as an author writes it. */
export function fileSpec(path: string, change: Partial<Omit<FileSpec, 'action'>> = {}): FileSpec {
  return {
    action: 'create',
    path,
    role: 'backend',
    priority: 'normal',
    phase: 'core',
    purpose: `The file ${path}.`,
    dependencies: [],
    contract: { imports: [], exports: [] },
    requirements: [],
    ...change,
  };
}

export const WHOLE_ANALYSIS: Analysis = {
  version: 1,
  author: 'blueprint',
  name: 'library-api',
  title: 'Library API',
  kind: 'api',
  stack: { language: 'typescript', framework: 'fastify' },
  understood: ['A library keeps books.'],
  requirements: [
    {
      id: 'R1',
      statement: 'Books have titles.',
      source: 'books with titles',
      examples: [],
      proof: { kind: 'test' },
    },
    {
      id: 'R2',
      statement: 'It is pretty.',
      source: 'and pretty',
      examples: [],
      proof: { kind: 'none', reason: 'taste cannot be tested' },
    },
  ],
  questions: [],
  assumptions: ['One branch only.'],
  subject: { entities: ['book'] },
};

export const WHOLE_PLAN: Plan = {
  version: 1,
  author: 'blueprint',
  name: 'library-api',
  title: 'Library API',
  description: 'Keeps books.',
  kind: 'api',
  language: 'typescript',
  phases: [{ id: 'core', title: 'Core', critical: true }],
  files: [
    fileSpec('src/book.ts', {
      contract: {
        imports: [],
        exports: [
          { export: 'Book', kind: 'interface', declaration: 'export interface Book { title: string }' },
        ],
      },
    }),
    fileSpec('src/routes.ts', { dependencies: [{ path: 'src/book.ts', on: 'implementation' }] }),
    fileSpec('test/book.test.ts', { role: 'tester' }),
  ],
  packages: [{ name: 'fastify', version: '5.0.0', dev: false, why: 'it serves' }],
  bindings: [],
  criticalParts: [],
  proofRecipe: {
    kind: 'api',
    build: 'build',
    start: 'start',
    health: { method: 'GET', path: '/health', status: 200 },
    request: { method: 'GET', path: '/books', status: 200 },
  },
};
