import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What a project's own settings do not decide: a check writes nothing and looks at no installed package's insides. */
const CHECK_OPTIONS: ts.CompilerOptions = {
  noEmit: false,
  noEmitOnError: false,
  declaration: true,
  emitDeclarationOnly: true,
  // A new comment in a file is no new declaration: dependants need not be checked again.
  removeComments: true,
  skipLibCheck: true,
  incremental: false,
  composite: false,
};

/** Where the settings would place output or remember builds; a check does neither. */
const OUTPUT_OPTIONS = [
  'outDir',
  'outFile',
  'rootDir',
  'rootDirs',
  'declarationDir',
  'declarationMap',
  'sourceMap',
  'inlineSourceMap',
  'inlineSources',
  'tsBuildInfoFile',
] as const;

const DEFAULT_SETTINGS = JSON.stringify({
  compilerOptions: {
    target: 'ES2023',
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    strict: true,
    types: ['node'],
  },
});

export interface CompilerSettings {
  readonly options: ts.CompilerOptions;
  /** The project publishes declarations, so that they have to be writable. */
  readonly emitsDeclarations: boolean;
  /** What is wrong with the settings themselves. */
  readonly problems: readonly ts.Diagnostic[];
}

/** No input files are looked for: the tree says which there are. */
const NO_INPUTS = 18003;

/** Reads `tsconfig.json` (as text; undefined: the defaults of a Node.js project) the way the compiler would in `folder`. */
export function readCompilerSettings(folder: string, tsconfig: string | undefined): CompilerSettings {
  const file = join(folder, 'tsconfig.json');
  const source = ts.readJsonConfigFile(file, () => tsconfig ?? DEFAULT_SETTINGS);
  const parsed = ts.parseJsonSourceFileConfigFileContent(
    source,
    {
      useCaseSensitiveFileNames: true,
      fileExists: (path) => ts.sys.fileExists(path),
      readFile: (path) => readFileSync(path, 'utf8'),
      readDirectory: () => [],
    },
    folder,
    undefined,
    file,
  );
  const options: ts.CompilerOptions = { ...parsed.options, ...CHECK_OPTIONS };
  for (const option of OUTPUT_OPTIONS) Reflect.deleteProperty(options, option);
  return {
    options,
    emitsDeclarations: parsed.options.declaration === true || parsed.options.composite === true,
    problems: parsed.errors.filter((problem) => problem.code !== NO_INPUTS),
  };
}
