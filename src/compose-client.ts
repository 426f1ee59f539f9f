import { createFolderStore } from './artifacts/folder-store.js';
import { readTreeContents } from './artifacts/tree-store.js';
import type { ClientParts } from './client/parts.js';
import { homeFolders, type Config } from './config.js';
import type { ConnectedModelLedger } from './ledger/sqlite-model-ledger.js';
import type { RunRecords } from './ledger/run-records.js';

/**
 * The client's parts: each is loaded and reached on first use, so that a command which needs none opens nothing, and a
 * person who typed one does not wait for the compiler and the database of another.
 */
export function createClientParts(config: Config): ClientParts {
  const folders = homeFolders(config.home, config.cache);
  const store = createFolderStore(folders.artifacts);
  let opened: Promise<RunRecords> | undefined;
  const records = (): Promise<RunRecords> =>
    (opened ??= import('./ledger/sqlite-run-records.js').then(({ openRunRecords }) =>
      openRunRecords(folders.ledger),
    ));
  let account: Promise<ConnectedModelLedger> | undefined;
  const spending = (): Promise<ConnectedModelLedger> =>
    (account ??= import('./ledger/sqlite-model-ledger.js').then(({ openModelLedger }) =>
      openModelLedger(folders.ledger),
    ));
  return {
    artifacts: store,
    costs: async (run) => (await spending()).costs(run),
    records: {
      get: async (key) => (await records()).get(key),
      byWorkflowId: async (workflowId) => (await records()).byWorkflowId(workflowId),
      isUnsettled: async (workflowId) => (await records()).isUnsettled(workflowId),
      noteStart: async (run) => (await records()).noteStart(run),
      list: async (options) => (await records()).list(options),
    },
    planning: async () => {
      const [{ createPlanning }, { readModelSettings }] = await Promise.all([
        import('./plan-ahead.js'),
        import('./model-settings.js'),
      ]);
      return createPlanning({ hasModels: readModelSettings(process.env, process.cwd()) !== undefined });
    },
    models: async () => {
      const { readModelSettings } = await import('./model-settings.js');
      const settings = readModelSettings(process.env, process.cwd());
      if (settings === undefined) return undefined;
      const { createClientModels } = await import('./compose-models.js');
      return createClientModels(settings, folders.modelProfiles);
    },
    readTree: (tree) => readTreeContents(store, tree),
    probeSandbox: async (choice) => {
      const { probeSandbox } = await import('./sandbox/probe-sandbox.js');
      const probe = await probeSandbox({ choice });
      return probe.available ? { available: true, name: probe.sandbox.name, notes: probe.notes } : probe;
    },
    installSandbox: async (onProgress, signal) => {
      const { installBubblewrap } = await import('./sandbox/bubblewrap/install-bubblewrap.js');
      return installBubblewrap(onProgress, signal);
    },
    checkFolder: async (folder, signal) => {
      const [{ checkFolder }, { createNpmToolchain }, { createTypeScriptLanguage }] = await Promise.all([
        import('./check-folder.js'),
        import('./languages/typescript/toolchain/npm-toolchain.js'),
        import('./languages/typescript/typescript-language.js'),
      ]);
      const toolchain = createNpmToolchain({ cacheFolder: folders.environments, offline: config.offline });
      const typescript = createTypeScriptLanguage({ toolchain, threads: 1 });
      try {
        return await checkFolder(typescript, folder, signal);
      } finally {
        await typescript.close();
      }
    },
    openProject: async (request) => {
      const { openProject } = await import('./open-project.js');
      return openProject(folders, config.offline, store, request);
    },
    close: async () => {
      // One that could not be opened has said so to whoever asked for it.
      const ignored = (): undefined => undefined;
      await opened?.then((found) => found.close(), ignored);
      await account?.then((found) => found.disconnect(), ignored);
    },
  };
}
