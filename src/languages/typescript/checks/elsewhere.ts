import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isRelative } from '../compiler/module-resolver.js';
import type { ProjectSession } from '../threads/project-session.js';
import { sourceCandidates } from './source-candidates.js';

/**
 * Whether an import of a project that was there already leads to something that is none of its sources: a file beside them (a
 * picture, a folder, what was built), what git ignores (and so may be made at any time), what a web server serves from its root,
 * or a module that only declarations tell of.
 */
export function elsewhereIn(session: ProjectSession): (specifier: string, target: string) => boolean {
  const compiler = session.compiler();
  const isIgnored = ignoredBy(session.files.get('.gitignore') ?? '');
  return (specifier, target) => {
    if (specifier.startsWith('/') || compiler.declaresModule(specifier)) return true;
    if (!isRelative(specifier)) return false;
    const file = target.replace(/\?.*$/, '');
    return sourceCandidates(file).some(isIgnored) || isThere(join(session.folder, file));
  };
}

/** A file, or a folder that stands for one. */
function isThere(path: string): boolean {
  const info = statSync(path, { throwIfNoEntry: false });
  if (info?.isDirectory() !== true) return info?.isFile() === true;
  return ['index.js', 'index.jsx', 'index.json', 'package.json'].some((name) => existsSync(join(path, name)));
}

/** By the lines of a `.gitignore`: the last that a path matches decides, and one with a `!` takes back. */
function ignoredBy(text: string): (path: string) => boolean {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({ pattern: ignored(line.replace(/^!/, '')), takesBack: line.startsWith('!') }));
  return (path) => lines.findLast(({ pattern }) => pattern.test(path))?.takesBack === false;
}

/** `/dist`, `dist/`, `*.gen.ts`, `src/made/**`: with a slash before its end it holds from the root, without one anywhere. */
function ignored(line: string): RegExp {
  const bare = line.replace(/\/(\*\*?)?$/, '');
  const start = bare.includes('/') ? '^' : '(?:^|/)';
  const body = bare
    .replace(/^\//, '')
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => WILD[part] ?? part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('');
  return new RegExp(`${start}${body}(?:/|$)`);
}

const WILD: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
