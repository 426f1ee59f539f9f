import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Parts } from '../../../src/activities/parts.js';
import { createCachingStore } from '../../../src/artifacts/caching-store.js';
import { createFolderStore } from '../../../src/artifacts/folder-store.js';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import { homeFolders, readConfig } from '../../../src/config.js';
import { createGitBundler } from '../../../src/delivery/git-bundle.js';
import { createNpmToolchain } from '../../../src/languages/typescript/toolchain/npm-toolchain.js';
import { createTypeScriptLanguage } from '../../../src/languages/typescript/typescript-language.js';
import { openModelLedger } from '../../../src/ledger/sqlite-model-ledger.js';
import { openRunRecords } from '../../../src/ledger/sqlite-run-records.js';
import { createModelCaller } from '../../../src/models/paid-calls.js';
import { countTokens } from '../../../src/models/tokens.js';
import type { Activities } from '../../../src/protocol/activities.js';
import type { ArtifactStore } from '../../../src/protocol/artifact-store.js';
import type { ModelGateway } from '../../../src/protocol/model-call.js';
import type { ModelLedger } from '../../../src/protocol/model-ledger.js';
import { probeSandbox } from '../../../src/sandbox/probe-sandbox.js';
import { served } from '../../../test/doubles/served-activities.js';
import { cachedActivities } from '../verdicts/cached-activities.js';
import { openVerdictCache, type VerdictCache } from '../verdicts/verdict-cache.js';
import { VerdictKeys } from '../verdicts/verdict-key.js';

const ARTIFACT_CACHE_BYTES = 256 * 1024 * 1024;

/** Where artifacts of every bench on this machine are kept. */
export function benchStore(): ArtifactStore {
  return createFolderStore(join(keptFolder(), 'artifacts'));
}

function keptFolder(): string {
  return join(readConfig(process.env).cache, 'bench');
}

/** What many runs share: the store, the purse, the compilers, the sandbox, and what was found once. */
export interface Stage {
  readonly store: ArtifactStore;
  readonly ledger: ModelLedger;
  readonly verdicts: VerdictCache;
  readonly keys: VerdictKeys;
  /** The product's parts, with models behind `gateway`. */
  parts(gateway: ModelGateway): Parts;
  /** Its activities, without an engine. What checks and runs is answered once for the same work. */
  activities(gateway: ModelGateway): Activities;
  close(): Promise<void>;
}

/**
 * Artifacts and verdicts are kept in the cache folder of the settings, under `bench`: the second bench on a machine compiles and
 * runs what the first one did not.
 * @param ledgerFile a purse that another process looks into too; left out: one that goes with the stage.
 */
export async function openStage(ledgerFile?: string): Promise<Stage> {
  const { home, cache, offline } = readConfig(process.env);
  const kept = keptFolder();
  await mkdir(kept, { recursive: true });
  const passing = await mkdtemp(join(tmpdir(), 'millwright-bench-'));
  const toolchain = createNpmToolchain({ cacheFolder: homeFolders(home, cache).environments, offline });
  const typescript = createTypeScriptLanguage({ toolchain });
  const store = createCachingStore(benchStore(), ARTIFACT_CACHE_BYTES);
  const ledger = openModelLedger(ledgerFile ?? join(passing, 'ledger.sqlite'));
  const records = openRunRecords(ledgerFile ?? join(passing, 'ledger.sqlite'));
  const verdicts = await openVerdictCache(join(kept, 'verdicts'));
  const keys = new VerdictKeys(store);
  const workFolder = join(passing, 'work');
  await mkdir(workFolder);
  const blueprint = createBlueprintAuthor();
  const parts = (gateway: ModelGateway): Parts => ({
    store,
    authors: {
      blueprint,
      model: createModelAuthor({
        caller: createModelCaller({ gateway, ledger, store }),
        // The double's context is never the bound.
        measure: { contextTokens: () => null, replyTokens: () => null, tokens: countTokens },
        templates: blueprint,
      }),
    },
    languages: { typescript },
    probeSandbox: (choice) => probeSandbox({ choice }),
    records,
    spending: ledger,
    bundler: createGitBundler(),
    workFolder,
    version: 'bench',
  });
  return {
    store,
    ledger,
    verdicts,
    keys,
    parts,
    activities: (gateway) => cachedActivities(served(parts(gateway)), verdicts, keys),
    close: async () => {
      await typescript.close();
      await records.close();
      await ledger.disconnect();
      await rm(passing, { recursive: true, force: true });
    },
  };
}
