import { mkdir } from 'node:fs/promises';
import type { Parts } from './activities/parts.js';
import { createCachingStore } from './artifacts/caching-store.js';
import { createFolderStore } from './artifacts/folder-store.js';
import { createBlueprintAuthor } from './authors/blueprint/blueprint-author.js';
import { homeFolders, type Config } from './config.js';
import { createGitBundler } from './delivery/git-bundle.js';
import { createNpmToolchain } from './languages/typescript/toolchain/npm-toolchain.js';
import { createTypeScriptLanguage } from './languages/typescript/typescript-language.js';
import { openRunRecords } from './ledger/sqlite-run-records.js';
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
