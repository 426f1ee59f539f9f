import type { Diagnostic, DiagnosticSource } from '../../protocol/diagnostic.js';

interface CodeMeaning {
  readonly source: DiagnosticSource;
  readonly severity: Diagnostic['severity'];
  readonly blocking: boolean;
  /** What the code stands for, in a few words; the message of a diagnostic says it for one place. */
  readonly title: string;
}

function blocks(source: DiagnosticSource, title: string): CodeMeaning {
  return { source, severity: 'error', blocking: true, title };
}

function advises(source: DiagnosticSource, title: string): CodeMeaning {
  return { source, severity: 'warning', blocking: false, title };
}

/**
 * Every code of the TypeScript checks that is Millwright's own. The thousands tell the check: 1 parse, 2 placeholders,
 * 3 imports and packages, 4 contract, 5 tests, 6 lint, 7 review. Type errors keep the compiler's own codes (`TS2345`). A code is
 * never given a second meaning, and a retired one is not used again.
 */
export const DIAGNOSTIC_CODES = {
  MW1001: blocks('parse', 'syntax error'),
  MW1002: blocks('parse', 'not JSON'),
  MW1003: blocks('parse', 'not YAML'),
  MW1004: blocks('parse', 'empty file'),
  MW1005: blocks('parse', 'not text'),
  MW1006: blocks('parse', 'Dockerfile without FROM'),
  MW1007: blocks('parse', 'the whole file is wrapped in a Markdown fence'),

  MW2001: blocks('placeholders', 'a comment stands for what is left out'),
  MW2002: blocks('placeholders', 'a function has no body'),
  MW2003: blocks('placeholders', 'not implemented'),
  MW2004: blocks('placeholders', 'any stands in for a type'),
  MW2005: blocks('placeholders', 'the compiler is silenced'),
  MW2006: advises('placeholders', 'an open note (TODO, FIXME)'),
  MW2007: advises('placeholders', 'an export of the accepted file is gone'),

  MW3001: blocks('imports', 'the imported file does not exist'),
  MW3002: blocks('imports', 'the import leaves the project'),
  MW3003: blocks('imports', 'the imported file is planned, but no dependency of this one'),
  MW3004: blocks('imports', 'no such Node.js module'),
  MW3005: advises('imports', 'a Node.js module without node:'),
  MW3006: blocks('imports', 'a file that is built imports one that is not'),
  MW3101: blocks('packages', 'the package is not planned'),
  MW3102: blocks('packages', 'the package has no such entry'),
  MW3103: blocks('packages', 'what shipped code imports is not there when it runs'),
  MW3104: blocks('packages', 'the package is not installed'),

  MW4001: blocks('contract', 'a planned export is missing'),
  MW4002: blocks('contract', 'an export is narrower than planned'),
  MW4003: blocks('contract', 'a planned declaration does not declare its export'),
  MW4004: blocks('contract', 'a planned file is missing'),
  MW4005: blocks('contract', 'a planned declaration cannot be parsed'),

  MW5001: blocks('test', 'a test without an assertion'),
  MW5002: blocks('test', 'an assertion that always holds'),
  MW5003: blocks('test', 'an expectation without a matcher'),
  MW5004: blocks('test', 'an expectation of a promise that nobody awaits'),
  MW5005: blocks('test', 'an assertion whose failure is caught'),
  MW5006: blocks('test', 'assertions that may never be reached'),
  MW5007: blocks('test', 'a test that is not run, or not asked whether it passes'),
  MW5008: blocks('test', 'the file under test is mocked'),
  MW5009: blocks('test', 'a snapshot as the only assertion'),
  MW5010: blocks('test', 'a title with a requirement that is not there'),
  MW5011: blocks('test', 'a requirement that no title names'),

  MW6001: advises('lint', 'an ESLint warning'),
  MW6002: blocks('lint', 'an ESLint error'),

  MW7101: advises('security', 'code is made from text'),
  MW7102: advises('security', 'a shell command is built from values'),
  MW7103: advises('security', 'SQL is built from values'),
  MW7104: advises('security', 'a secret is in the source'),
  MW7105: advises('security', 'TLS certificates are not verified'),
  MW7201: advises('performance', 'await in a loop over independent items'),
  MW7202: advises('performance', 'synchronous file access in a request path'),
  MW7203: advises('performance', 'a query without a limit'),
  MW7301: advises('maintainability', 'a long function'),
  MW7302: advises('maintainability', 'a function with many paths'),
  MW7303: advises('maintainability', 'a long file'),
  MW7304: advises('maintainability', 'deep nesting'),
  MW7401: advises('style', 'a file name that is not kebab-case'),
  MW7402: advises('style', 'an anonymous default export'),
  MW7403: advises('style', 'console.log in a module'),
} as const satisfies Record<string, CodeMeaning>;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_CODES;
