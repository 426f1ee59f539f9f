import { draw, pick } from '../draw.js';
import { guessedName, replaceWord } from '../guess.js';
import { specOf, withSlip, type Reference } from '../reference.js';
import { bodiesIn, exportKeywordOf, importsOf, membersIn, type Span } from '../source-facts.js';
import type { SLIPS, STATIC_FAULTS } from './fault-kinds.js';

/** A file that is to be got wrong; `drawn`, from 0 to below 1, says how exactly. */
export interface RightFile {
  readonly reference: Reference;
  readonly path: string;
  readonly content: string;
  readonly drawn: number;
}

/** The wrong content; undefined where a file offers no such mistake. */
type Break = (file: RightFile) => string | undefined;

function replaced(content: string, { start, end }: Span, by: string): string {
  return `${content.slice(0, start)}${by}${content.slice(end)}`;
}

function isTypeScript(path: string): boolean {
  return path.endsWith('.ts');
}

/** Below the imports, or on top where there are none. */
function afterImports(content: string, line: string): string {
  const last = [...content.matchAll(/^import [\s\S]*?;$/gm)].at(-1);
  const at = last === undefined ? 0 : last.index + last[0].length + 1;
  return `${content.slice(0, at)}${line}\n${content.slice(at)}`;
}

function importing(name: string, specifier: string): Break {
  return ({ path, content }) =>
    isTypeScript(path)
      ? `${afterImports(content, `import { ${name} } from '${specifier}';`)}\nvoid ${name};\n`
      : undefined;
}

function slip(kind: (typeof SLIPS)[number]): Break {
  return ({ reference, path, content, drawn }) => {
    const known = reference.slips.filter(
      (each) => each.kind === kind && each.path === path && content.split(each.search).length === 2,
    );
    const chosen = pick(known, drawn);
    return chosen === undefined ? undefined : withSlip(content, chosen);
  };
}

export const BROKEN_FILE: Readonly<Record<(typeof STATIC_FAULTS)[number] | (typeof SLIPS)[number], Break>> = {
  placeholder: ({ path, content, drawn }) => {
    if (!isTypeScript(path)) return undefined;
    const body = pick(bodiesIn(content), drawn);
    if (body === undefined) return `${content}\n// TODO: implement the remaining parts\n`;
    const stand =
      draw('placeholder', drawn) < 0.5
        ? '// ... rest of the implementation'
        : "throw new Error('Not implemented');";
    return replaced(content, body, `{\n  ${stand}\n}`);
  },
  'missing-export': ({ reference, path, content, drawn }) => {
    const keywords = (specOf(reference, path)?.contract.exports ?? []).flatMap((planned) => {
      const keyword = exportKeywordOf(content, planned.export);
      return keyword === undefined ? [] : [keyword];
    });
    const keyword = pick(keywords, drawn);
    return keyword === undefined ? undefined : replaced(content, keyword, '');
  },
  'missing-file-import': importing('deepFreeze', './deep-freeze.js'),
  'missing-package-import': importing('nanoid', 'nano-identifier'),
  'missing-member': ({ reference, path, content, drawn }) => {
    if (!isTypeScript(path)) return undefined;
    const imports = importsOf(path, content).filter(({ path: target }) => target !== undefined);
    const used = imports.flatMap(({ path: target, names }) => {
      const contract = specOf(reference, target ?? '')?.contract.exports ?? [];
      const members = membersIn(contract.map(({ declaration }) => declaration).join('\n'));
      const calls = members.filter((name) => new RegExp(`\\.${name}\\(`).test(content));
      return [
        ...names.map((name) => replaceWord(content, name, guessedName(name))),
        ...calls.map((name) => content.replaceAll(`.${name}(`, `.${guessedName(name)}(`)),
      ];
    });
    return pick(used, drawn);
  },
  'type-error': ({ path, content }) =>
    isTypeScript(path)
      ? afterImports(content, "\nconst largestPage: number = '50';\nvoid largestPage;")
      : undefined,
  'syntax-error': ({ path, content }) => {
    if (!/\.(?:ts|js)$/.test(path)) return undefined;
    const last = content.lastIndexOf('}');
    return last === -1 ? undefined : replaced(content, { start: last, end: last + 1 }, '');
  },
  'off-by-one': slip('off-by-one'),
  'wrong-behaviour': slip('wrong-behaviour'),
  'missing-authorisation': slip('missing-authorisation'),
  'wrong-test': slip('wrong-test'),
  'vacuous-test': slip('vacuous-test'),
};
