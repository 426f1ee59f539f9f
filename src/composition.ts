import { mkdir } from 'node:fs/promises';
import type { Parts } from './activities/parts.js';
import { createCachingStore } from './artifacts/caching-store.js';
import { createFolderStore } from './artifacts/folder-store.js';
import { readTreeContents } from './artifacts/tree-store.js';
import { createBlueprintAuthor } from './authors/blueprint/blueprint-author.js';
import type { ClientParts } from './client/parts.js';
import { homeFolders, type Config } from './config.js';
import { createGitBundler } from './delivery/git-bundle.js';
import { createNpmToolchain } from './languages/typescript/toolchain/npm-toolchain.js';
import { createTypeScriptLanguage } from './languages/typescript/typescript-language.js';
import type { RunRecords } from './ledger/run-records.js';
import { openRunRecords } from './ledger/sqlite-run-records.js';
import { checkFolder } from './check-folder.js';
import { openProject } from './open-project.js';
import { installBubblewrap } from './sandbox/bubblewrap/install-bubblewrap.js';
import { probeSandbox } from './sandbox/probe-sandbox.js';
import { millwrightVersion } from '../temporal-config/millwright-version.js';

/** Artifacts kept in a worker's memory: a tree of 500 files is about 5 MB, so several runs fit. */
const ARTIFACT_CACHE_BYTES = 64 * 1024 * 1024;

/** The worker's parts, made from the settings, and how they are closed. */
export async function createParts(config: Config): Promise<Parts & { close(): Promise<void> }> {
  await mkdir(config.home, { recursive: true });
  const folders = homeFolders(config.home, config.cache);
  const toolchain = createNpmToolchain({ cacheFolder: folders.environments, offline: config.offline });
  const typescript = createTypeScriptLanguage({ toolchain });
  const records = openRunRecords(folders.ledger);
  return {
    store: createCachingStore(createFolderStore(folders.artifacts), ARTIFACT_CACHE_BYTES),
    authors: { blueprint: createBlueprintAuthor() },
    languages: { typescript },
    probeSandbox: (choice) => probeSandbox({ choice }),
    records,
    bundler: createGitBundler(),
    workFolder: folders.work,
    version: millwrightVersion(),
    close: async () => {
      await typescript.close();
      await records.close();
    },
  };
}

/** The client's parts: each is reached on first use, so that a command which needs none opens nothing. */
export function createClientParts(config: Config): ClientParts {
  const folders = homeFolders(config.home, config.cache);
  const store = createFolderStore(folders.artifacts);
  let opened: RunRecords | undefined;
  const records = (): RunRecords => (opened ??= openRunRecords(folders.ledger));
  return {
    artifacts: store,
    records: {
      get: (key) => records().get(key),
      byWorkflowId: (workflowId) => records().byWorkflowId(workflowId),
      list: (options) => records().list(options),
    },
    readTree: (tree) => readTreeContents(store, tree),
    probeSandbox: async (choice) => {
      const probe = await probeSandbox({ choice });
      return probe.available ? { available: true, name: probe.sandbox.name, notes: probe.notes } : probe;
    },
    installSandbox: async (onProgress) => {
      const outcome = await installBubblewrap(onProgress, new AbortController().signal);
      return outcome.installed ? 'Installed bubblewrap from the system’s packages.' : null;
    },
    checkFolder: async (folder, signal) => {
      const toolchain = createNpmToolchain({ cacheFolder: folders.environments, offline: config.offline });
      const typescript = createTypeScriptLanguage({ toolchain, threads: 1 });
      try {
        return await checkFolder(typescript, folder, signal);
      } finally {
        await typescript.close();
      }
    },
    openProject: (request) => openProject(folders, config.offline, store, request),
    close: async () => {
      await opened?.close();
    },
  };
}
