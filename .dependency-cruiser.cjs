/** The arrows of the house (docs/architecture.md): each rule names who may not look at whom. */
const parts = ['authors', 'models', 'languages', 'sandbox', 'artifacts', 'ledger', 'evidence', 'delivery'];

module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'protocol-stands-alone',
      comment: 'protocol/ is what crosses a border: it imports nothing of ours.',
      severity: 'error',
      from: { path: '^src/protocol/' },
      to: { path: '^(src|temporal-config)/', pathNot: '^src/protocol/' },
    },
    {
      name: 'workflows-import-protocol-only',
      severity: 'error',
      from: { path: '^src/workflows/' },
      to: { path: '^(src|temporal-config)/', pathNot: '^src/(workflows|protocol)/' },
    },
    {
      name: 'workflows-import-few-packages',
      comment: 'Workflow code runs in a sandbox without Node; only these packages are allowed in its bundle.',
      severity: 'error',
      from: { path: '^src/(workflows|protocol)/' },
      to: {
        dependencyTypes: ['npm', 'npm-dev', 'core'],
        pathNot: 'node_modules/(@temporalio/(workflow|common|activity)|zod|@dagrejs/graphlib)/',
      },
    },
    {
      name: 'policy-knows-no-temporal',
      comment: 'Decisions and loops are pure: they run in property tests without a server.',
      severity: 'error',
      from: { path: '^src/workflows/(policy|loops)/' },
      to: { path: 'node_modules/@temporalio/' },
    },
    ...parts.map((part) => ({
      name: `${part}-is-a-part`,
      comment: 'Parts reach each other only through interfaces handed in at the composition root.',
      severity: 'error',
      from: { path: `^src/${part}/` },
      to: { path: '^(src|temporal-config)/', pathNot: `^src/(${part}|protocol)/` },
    })),
    {
      name: 'parts-know-no-temporal',
      severity: 'error',
      from: { path: `^src/(${parts.join('|')})/` },
      to: { path: 'node_modules/@temporalio/' },
    },
    {
      name: 'activities-use-parts',
      severity: 'error',
      from: { path: '^src/activities/' },
      to: { path: '^(src/(client|workflows|worker)|temporal-config)' },
    },
    {
      name: 'client-speaks-protocol',
      comment:
        'A client reaches a run through the protocol; what needs a part comes from the composition root.',
      severity: 'error',
      from: { path: '^src/client/' },
      to: { path: `^src/(${parts.join('|')}|activities|workflows)/` },
    },
    {
      name: 'nobody-imports-the-composition-root',
      severity: 'error',
      from: { path: '^(src|temporal-config)/', pathNot: '^src/[^/]+\\.ts$|^src/client/cli/main' },
      to: {
        path: '^src/(worker|create-workers|run-together|make-reachable|composition|compose-client|compose-models|open-project|check-folder|plan-ahead|model-settings|config-file)\\.ts$',
      },
    },
    {
      name: 'temporal-config-stands-apart',
      severity: 'error',
      from: { path: '^temporal-config/' },
      to: { path: '^src/', pathNot: '^src/(protocol|config)' },
    },
    {
      name: 'not-to-test',
      severity: 'error',
      from: { path: '^(src|temporal-config)/' },
      to: { path: '^(test|bench)/' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
    },
  },
};
