import { describe, expect, it } from '@jest/globals';
import { createBlueprintAuthor } from '../../../src/authors/blueprint/blueprint-author.js';
import type { Domain } from '../../../src/authors/blueprint/domain/domain.js';
import { projectFiles } from '../../../src/authors/blueprint/planning/project-files.js';
import { fileKind } from '../../../src/languages/typescript/file-kind.js';
import { scriptSource } from '../../../src/languages/typescript/checks/parse-file.js';
import {
  checkPlaceholders,
  checkTextPlaceholders,
} from '../../../src/languages/typescript/checks/placeholders/check-placeholders.js';
import { EVERY_BRIEF } from '../../authors/blueprint/briefs.js';
import { loadReference, referenceNames } from '../../doubles/model-server/reference.js';

function foundIn(files: Iterable<readonly [path: string, content: string]>): readonly string[] {
  return [...files].flatMap(([path, content]) => {
    const isScript = ['typescript', 'javascript'].includes(fileKind(path));
    const found = isScript
      ? checkPlaceholders(path, scriptSource(path, content), undefined)
      : checkTextPlaceholders(path, content);
    return found.map(({ code, line, message }) => `${path}:${String(line)} ${code} ${message}`);
  });
}

const references = await referenceNames();

describe('what is whole is not called left out', () => {
  it.each(references)('in the reference %s', async (name) => {
    const { files } = await loadReference(name);
    expect(files.size).toBeGreaterThan(5);
    expect(foundIn(files)).toEqual([]);
  });

  it.each([
    ['TODO', 'api'],
    ['TICKETS', 'api'],
    ['LEAGUE', 'cli'],
    ['OUTLINE', 'library'],
  ] as const)('in the project that blueprints write for %s as %s', async (name, kind) => {
    const { signal } = new AbortController();
    const brief = EVERY_BRIEF[name];
    const { subject } = await createBlueprintAuthor().analyze({ brief, name: undefined, kind, signal });
    const files = projectFiles(subject as unknown as Domain);
    expect(foundIn(files.map(({ path, content }) => [path, content]))).toEqual([]);
  });
});
