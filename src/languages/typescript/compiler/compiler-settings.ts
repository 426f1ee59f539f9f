import { readFileSync } from 'node:fs';
import { dirname, join, posix } from 'node:path';
import ts from 'typescript';
import { z } from 'zod';
import { isTestPath } from '../../../protocol/test-path.js';

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

/** What a compiler before version 6 takes for granted where the settings do not say. */
const DEFAULTS_BEFORE_6: ts.CompilerOptions = {
  strict: false,
  types: ['*'],
  noUncheckedSideEffectImports: false,
};

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
  /** Whether declarations of the file at `path` are published, so that they have to be writable. */
  readonly emitsDeclarations: (path: string) => boolean;
  /** The folder of the project that its build takes sources from, and no others; undefined where it does not say so. */
  readonly builtFolder: string | undefined;
  /** What is wrong with the settings themselves. */
  readonly problems: readonly ts.Diagnostic[];
}

/** No input files are looked for: the tree says which there are. */
const NO_INPUTS = 18003;

const buildSchema = z.object({
  compilerOptions: z
    .object({
      declaration: z.boolean().optional(),
      composite: z.boolean().optional(),
      rootDir: z.string().optional(),
    })
    .default({}),
});

/** What the settings of the build say by themselves; nothing where they cannot be read, which the parse check tells. */
function buildOptions(text: string | undefined): z.infer<typeof buildSchema>['compilerOptions'] {
  const { config } = ts.parseConfigFileTextToJson('tsconfig.build.json', text ?? '{}') as {
    config?: unknown;
  };
  return buildSchema.safeParse(config).data?.compilerOptions ?? {};
}

const solutionSchema = z.object({
  files: z.array(z.unknown()).length(0),
  references: z.array(z.object({ path: z.string() })),
});

interface SettingsFile {
  readonly path: string;
  readonly text: string;
}

/**
 * The file with the project's settings: `tsconfig.json`, or where that only names others (`"files": []` and `references`, as
 * Vite's templates do) the first of those beside it, which is the application's.
 */
function settingsFile(folder: string, tsconfig: string | undefined): SettingsFile {
  const own = { path: join(folder, 'tsconfig.json'), text: tsconfig ?? DEFAULT_SETTINGS };
  const { config } = ts.parseConfigFileTextToJson(own.path, own.text) as { config?: unknown };
  for (const reference of solutionSchema.safeParse(config).data?.references ?? []) {
    const path = join(folder, reference.path);
    const text = dirname(path) === folder && path.endsWith('.json') ? ts.sys.readFile(path) : undefined;
    if (text !== undefined) return { path, text };
  }
  return own;
}

/** Of the compiler that the project itself has; the one that checks where it has none. */
function installedMajor(folder: string): number {
  const manifest = ts.sys.readFile(join(folder, 'node_modules', 'typescript', 'package.json'));
  return Number.parseInt(/"version"\s*:\s*"(\d+)/.exec(manifest ?? '')?.[1] ?? ts.versionMajorMinor, 10);
}

/** `./src/` → `src`; undefined for the project's own folder, which holds everything. */
function folderOf(rootDir: string | undefined): string | undefined {
  const folder = posix.join(rootDir ?? '.', '.').replace(/\/$/, '');
  return folder === '.' ? undefined : folder;
}

/**
 * Reads `tsconfig.json` (as text; undefined: the defaults of a Node.js project) the way the compiler would in `folder`, and what
 * `tsconfig.build.json` (text, undefined: there is none) asks of a build beyond that.
 */
export function readCompilerSettings(
  folder: string,
  tsconfig: string | undefined,
  tsconfigOfBuild?: string,
): CompilerSettings {
  const file = settingsFile(folder, tsconfig);
  const source = ts.readJsonConfigFile(file.path, () => file.text);
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
    file.path,
  );
  const options: ts.CompilerOptions = {
    ...(installedMajor(folder) < 6 ? DEFAULTS_BEFORE_6 : {}),
    ...parsed.options,
    ...CHECK_OPTIONS,
  };
  for (const option of OUTPUT_OPTIONS) Reflect.deleteProperty(options, option);
  const build = buildOptions(tsconfigOfBuild);
  const builtFolder = folderOf(build.rootDir);
  const isBuilt = (path: string): boolean =>
    !isTestPath(path) && (builtFolder === undefined || path.startsWith(`${builtFolder}/`));
  const always = parsed.options.declaration === true || parsed.options.composite === true;
  const whenBuilt = build.declaration === true || build.composite === true;
  return {
    options,
    emitsDeclarations: (path) => always || (whenBuilt && isBuilt(path)),
    builtFolder,
    problems: parsed.errors.filter((problem) => problem.code !== NO_INPUTS),
  };
}
