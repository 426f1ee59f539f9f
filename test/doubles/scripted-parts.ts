import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Parts } from '../../src/activities/parts.js';
import { openModelLedger } from '../../src/ledger/sqlite-model-ledger.js';
import { createFolderStore } from '../../src/artifacts/folder-store.js';
import { putJson } from '../../src/artifacts/json-artifact.js';
import { foldTree } from '../../src/artifacts/tree-store.js';
import type { Author } from '../../src/authors/author.js';
import type { Language } from '../../src/languages/language.js';
import type { ArtifactRef } from '../../src/protocol/artifact.js';
import { freeEstimate } from '../../src/protocol/estimate.js';
import { encodeManifest } from '../../src/protocol/tree.js';
import type { RunRecord } from '../../src/protocol/report.js';
import type { Sandbox, SandboxProbe, SandboxResult } from '../../src/sandbox/sandbox.js';
import { WHOLE_ANALYSIS, WHOLE_PLAN } from './whole-plan.js';
import { TYPESCRIPT_PACKAGING } from '../../src/languages/typescript/packaging/typescript-packaging.js';

export const ENVIRONMENT_FILES = [{ path: 'package.json', content: '{}' }];

/** What a command in the sandbox leaves, where nothing goes wrong. */
export function ran(change: Partial<SandboxResult> = {}): SandboxResult {
  return { exitCode: 0, signal: null, stdout: '', stderr: '', truncated: false, exceeded: null, ...change };
}

/** Every part that activities need, over a real artifact store in a folder of its own; a test replaces what it is about. */
export interface ScriptedParts {
  readonly parts: Parts;
  readonly settled: RunRecord[];
  readonly analysis: ArtifactRef;
  readonly plan: ArtifactRef;
  readonly environment: ArtifactRef;
  /** Stores these files as a tree. */
  tree(files: Readonly<Record<string, string>>): Promise<ArtifactRef>;
  /** The same parts with some replaced. */
  having(change: {
    readonly author?: Partial<Author>;
    readonly language?: Partial<Language>;
    readonly sandbox?: Partial<Sandbox>;
    readonly probe?: SandboxProbe;
    readonly bundle?: Uint8Array | null;
  }): Parts;
  remove(): Promise<void>;
}

function unexpected(what: string): () => never {
  return () => {
    throw new Error(`nobody expected ${what}`);
  };
}

const AUTHOR: Author = {
  name: 'blueprint',
  analyze: () => Promise.resolve(WHOLE_ANALYSIS),
  plan: () => Promise.resolve(WHOLE_PLAN),
  adopt: ({ given }) => Promise.resolve({ outcome: 'adopted', given }),
  estimate: ({ plan }) => freeEstimate(plan.files.length),
  draft: () => Promise.resolve({ outcome: 'draft', content: 'export {};\n', costUsd: 0 }),
};

const LANGUAGE: Language = {
  name: 'typescript',
  toolchain: {
    resolve: () => Promise.resolve({ files: ENVIRONMENT_FILES, diagnostics: [] }),
    install: (files) => Promise.resolve({ key: 'k', folder: '/nowhere', files }),
  },
  outline: unexpected('an outline'),
  checkContracts: () => Promise.resolve([]),
  checkDraft: () => Promise.resolve({ diagnostics: [], declarations: 'export {};' }),
  packageDeclarations: unexpected('declarations of packages'),
  checkTree: () => Promise.resolve([]),
  checkProject: unexpected('a whole project'),
  aimMutants: () => Promise.resolve([]),
  review: () => Promise.resolve([]),
  commands: {
    lint: { command: ['lint'], read: () => [] },
    test: { command: ['test'], output: 'results.json', read: unexpected('test results') },
    mutate: {
      files: () => Promise.resolve([]),
      command: ['mutate'],
      output: 'mutants.json',
      read: unexpected('mutants'),
    },
    script: (name) => ['run', name],
    scriptLine: (name) => `run ${name}`,
    packagesFolder: 'node_modules',
    packaging: TYPESCRIPT_PACKAGING,
  },
  close: () => Promise.resolve(),
};

/** Where a program in the sandbox sees the project. */
export const FOLDER_INSIDE = '/project';

const SANDBOX: Sandbox = {
  name: 'bubblewrap',
  projectFolder: () => FOLDER_INSIDE,
  run: () => Promise.resolve(ran()),
  serve: unexpected('a service'),
};

export async function scriptedParts(): Promise<ScriptedParts> {
  const folder = await mkdtemp(join(tmpdir(), 'millwright-activities-'));
  const store = createFolderStore(join(folder, 'artifacts'));
  const settled: RunRecord[] = [];
  const having: ScriptedParts['having'] = ({ author, language, sandbox, probe, bundle = null }) => ({
    store,
    authors: { blueprint: { ...AUTHOR, ...author } },
    languages: { typescript: { ...LANGUAGE, ...language } },
    probeSandbox: () =>
      Promise.resolve(probe ?? { available: true, sandbox: { ...SANDBOX, ...sandbox }, notes: [] }),
    records: {
      noteStart: () => Promise.resolve(),
      isUnsettled: unexpected('a look at the records'),
      settle: (record) => {
        settled.push(record);
        return Promise.resolve();
      },
      get: unexpected('a look at the records'),
      byWorkflowId: unexpected('a look at the records'),
      list: unexpected('a look at the records'),
      close: () => Promise.resolve(),
    },
    spending: openModelLedger(':memory:'),
    bundler: { bundle: () => Promise.resolve(bundle) },
    workFolder: join(folder, 'work'),
    version: '1.2.3',
  });
  const stored = async (files: Readonly<Record<string, string>>) =>
    Promise.all(
      Object.entries(files).map(async ([path, content]) => ({ path, content: await store.put(content) })),
    );
  return {
    parts: having({}),
    settled,
    analysis: await putJson(store, WHOLE_ANALYSIS),
    plan: await putJson(store, WHOLE_PLAN),
    environment: await store.put(encodeManifest(await stored({ 'package.json': '{}' }))),
    tree: async (files) => foldTree(store, { manifest: null, changes: await stored(files) }),
    having,
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}
