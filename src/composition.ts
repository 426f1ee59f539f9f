import { mkdir } from 'node:fs/promises';
import type { Parts } from './activities/parts.js';
import { createCachingStore } from './artifacts/caching-store.js';
import { createFolderStore } from './artifacts/folder-store.js';
import { createBlueprintAuthor } from './authors/blueprint/blueprint-author.js';
import { homeFolders, type Config } from './config.js';
import { createGitBundler } from './delivery/git-bundle.js';
import { createNpmToolchain } from './languages/typescript/toolchain/npm-toolchain.js';
import { createTypeScriptLanguage } from './languages/typescript/typescript-language.js';
import { openModelLedger } from './ledger/sqlite-model-ledger.js';
import { openRunRecords } from './ledger/sqlite-run-records.js';
import { readModelSettings } from './model-settings.js';
import type { ModelSettings } from './models/settings.js';
import type { ModelGateway } from './protocol/model-call.js';
import { probeSandbox } from './sandbox/probe-sandbox.js';
import { millwrightVersion } from '../temporal-config/millwright-version.js';

/** Artifacts kept in a worker's memory: a tree of 500 files is about 5 MB, so several runs fit. */
const ARTIFACT_CACHE_BYTES = 64 * 1024 * 1024;

/** What a worker has, beyond what its activities work with. */
export interface WorkerParts extends Parts {
  /** undefined: no model is configured. */
  readonly gateway: ModelGateway | undefined;
  close(): Promise<void>;
}

/** The worker's parts, made from the settings, and how they are closed. */
export async function createParts(config: Config): Promise<WorkerParts> {
  const models = readModelSettings(process.env, process.cwd());
  await mkdir(config.home, { recursive: true });
  const folders = homeFolders(config.home, config.cache);
  const toolchain = createNpmToolchain({ cacheFolder: folders.environments, offline: config.offline });
  const typescript = createTypeScriptLanguage({ toolchain });
  const records = openRunRecords(folders.ledger);
  const spending = openModelLedger(folders.ledger);
  return {
    store: createCachingStore(createFolderStore(folders.artifacts), ARTIFACT_CACHE_BYTES),
    authors: { blueprint: createBlueprintAuthor() },
    languages: { typescript },
    probeSandbox: (choice) => probeSandbox({ choice }),
    records,
    spending,
    bundler: createGitBundler(),
    workFolder: folders.work,
    version: millwrightVersion(),
    gateway: models === undefined ? undefined : await createGateway(models, folders.modelProfiles),
    close: async () => {
      await typescript.close();
      await records.close();
      await spending.disconnect();
    },
  };
}

/** Loaded only where there are models: the client and the price list take a while. */
async function createGateway(settings: ModelSettings, profilesFile: string): Promise<ModelGateway> {
  const { createModelGateway } = await import('./models/gateway.js');
  return createModelGateway(settings, { profilesFile });
}
