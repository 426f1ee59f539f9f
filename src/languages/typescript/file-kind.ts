/** What a project file is to the checks, told from its path. */
export type FileKind = 'typescript' | 'javascript' | 'json' | 'yaml' | 'dockerfile' | 'text';

const KIND_BY_ENDING: readonly (readonly [RegExp, FileKind])[] = [
  [/\.[cm]?tsx?$/, 'typescript'],
  [/\.[cm]?jsx?$/, 'javascript'],
  [/\.jsonc?$/, 'json'],
  [/\.ya?ml$/, 'yaml'],
  [/(^|\/)(Dockerfile|Containerfile)(\.[^/]*)?$/, 'dockerfile'],
];

export function fileKind(path: string): FileKind {
  return KIND_BY_ENDING.find(([ending]) => ending.test(path))?.[1] ?? 'text';
}

/** Files that the compiler can take into a program as a root. */
export function isTypeScript(path: string): boolean {
  return fileKind(path) === 'typescript';
}
