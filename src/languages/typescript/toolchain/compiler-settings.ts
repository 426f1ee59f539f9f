import type { ProjectFile } from '../../language.js';
import type { Plan } from '../../../protocol/plan.js';
import { stringifyFile } from './manifest.js';

/** The compiler settings of a generated project: one for the editor and the checks, one that builds `src/` to `dist/`. */
export function compilerSettings(plan: Plan): readonly ProjectFile[] {
  const nodeTypes = plan.packages.some(({ name }) => name === '@types/node');
  return [
    {
      path: 'tsconfig.json',
      content: stringifyFile({
        compilerOptions: {
          target: 'ES2023',
          lib: plan.kind === 'frontend' || plan.kind === 'fullstack' ? ['ES2023', 'DOM'] : ['ES2023'],
          module: 'NodeNext',
          moduleResolution: 'NodeNext',
          types: nodeTypes ? ['node'] : [],
          strict: true,
          noUncheckedIndexedAccess: true,
          exactOptionalPropertyTypes: true,
          noImplicitOverride: true,
          noFallthroughCasesInSwitch: true,
          verbatimModuleSyntax: true,
          isolatedModules: true,
          forceConsistentCasingInFileNames: true,
          skipLibCheck: true,
          noEmit: true,
        },
        include: ['src', 'test'],
      }),
    },
    {
      path: 'tsconfig.build.json',
      content: stringifyFile({
        extends: './tsconfig.json',
        compilerOptions: {
          noEmit: false,
          rootDir: 'src',
          outDir: 'dist',
          sourceMap: true,
          declaration: plan.kind === 'library',
        },
        include: ['src'],
        exclude: ['**/*.test.ts'],
      }),
    },
  ];
}
