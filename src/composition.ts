import { mkdir } from 'node:fs/promises';
import type { Parts } from './activities/parts.js';
import { sweepWorkspaces } from './activities/workspace.js';
import { createCachingStore } from './artifacts/caching-store.js';
import { createFolderStore } from './artifacts/folder-store.js';
import type { Author } from './authors/author.js';
import { createBlueprintAuthor } from './authors/blueprint/blueprint-author.js';
import { homeFolders, type Config } from './config.js';
import { createGitBundler } from './delivery/git-bundle.js';
import { forgetKeys } from './forget-keys.js';
import { createNpmToolchain } from './languages/typescript/toolchain/npm-toolchain.js';
import { createTypeScriptLanguage } from './languages/typescript/typescript-language.js';
import { openModelLedger } from './ledger/sqlite-model-ledger.js';
import { openRunRecords } from './ledger/sqlite-run-records.js';
import { readModelSettings } from './model-settings.js';
import type { ModelSettings } from './models/settings.js';
import type { ArtifactStore } from './protocol/artifact-store.js';
import type { ModelLedger } from './protocol/model-ledger.js';
import { keptProbe } from './sandbox/kept-probe.js';
import { probeSandbox } from './sandbox/probe-sandbox.js';
import { millwrightVersion } from '../temporal-config/millwright-version.js';

/** Artifacts kept in a worker's memory: a tree of 500 files is about 5 MB, so several runs fit. */
const ARTIFACT_CACHE_BYTES = 64 * 1024 * 1024;

/**
 * The worker's parts, made from the settings, and how they are closed. Keys of models are in them from then on, and no more in this
 * process' environment.
 */
export async function createParts(config: Config): Promise<Parts & { close(): Promise<void> }> {
  const models = readModelSettings(process.env, process.cwd());
  if (models !== undefined) forgetKeys(models, process.env);
  await mkdir(config.home, { recursive: true });
  const folders = homeFolders(config.home, config.cache);
  // What cannot be removed is in nobody's way.
  await sweepWorkspaces(folders.work).catch(() => undefined);
  const toolchain = createNpmToolchain({ cacheFolder: folders.environments, offline: config.offline });
  const typescript = createTypeScriptLanguage({ toolchain });
  const records = openRunRecords(folders.ledger);
  const spending = openModelLedger(folders.ledger);
  const store = createCachingStore(createFolderStore(folders.artifacts), ARTIFACT_CACHE_BYTES);
  const blueprint = createBlueprintAuthor();
  const model =
    models === undefined
      ? undefined
      : await createModelAuthorOf(models, folders.modelProfiles, { ledger: spending, store, blueprint });
  return {
    store,
    authors: { blueprint, ...(model === undefined ? {} : { model }) },
    languages: { typescript },
    probeSandbox: keptProbe((choice) => probeSandbox({ choice })),
    records,
    spending,
    bundler: createGitBundler(folders.work),
    workFolder: folders.work,
    version: millwrightVersion(),
    close: async () => {
      await typescript.close();
      await records.close();
      await spending.disconnect();
    },
  };
}

/** Loaded only where there are models: the client and the price list take a while. */
async function createModelAuthorOf(
  settings: ModelSettings,
  profilesFile: string,
  {
    ledger,
    store,
    blueprint,
  }: { readonly ledger: ModelLedger; readonly store: ArtifactStore; readonly blueprint: Author },
): Promise<Author> {
  const [
    { createModelGateway },
    { createModelCaller },
    { createModelPrices },
    { promptMeasure },
    { createModelAuthor },
  ] = await Promise.all([
    import('./models/gateway.js'),
    import('./models/paid-calls.js'),
    import('./models/model-prices.js'),
    import('./models/prompt-measure.js'),
    import('./authors/model/model-author.js'),
  ]);
  const gateway = createModelGateway(settings, { profilesFile });
  return createModelAuthor({
    caller: createModelCaller({ gateway, ledger, store }),
    measure: promptMeasure(gateway),
    prices: createModelPrices(gateway),
    templates: blueprint,
  });
}
