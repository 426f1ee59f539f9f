import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { DraftRequest } from '../../../src/authors/author.js';
import { declaredByPackages } from '../../../src/authors/model/draft/declared-by-packages.js';
import { createModelAuthor } from '../../../src/authors/model/model-author.js';
import type { PackageDeclarations } from '../../../src/protocol/package-declarations.js';
import { countTokens } from '../../../src/models/tokens.js';
import { blockingFinding } from '../../doubles/build-world.js';
import { draftRequest } from '../../doubles/draft-request.js';
import { measuring } from '../../doubles/prompt-measure.js';
import { scriptedCaller } from '../../doubles/scripted-caller.js';

const LISTEN: PackageDeclarations = {
  from: 'fastify',
  shows: 'members',
  of: 'FastifyInstance',
  declarations: ['listen(opts?: FastifyListenOptions): Promise<string>;', 'log: Logger;'],
  names: ['close', 'ready'],
  more: 60,
};
const OPTIONS: PackageDeclarations = {
  from: 'fastify',
  shows: 'type',
  of: 'FastifyListenOptions',
  declarations: ['interface FastifyListenOptions {\n  port?: number;\n}'],
  names: [],
  more: 0,
};

async function promptOf(
  repair: DraftRequest['repair'],
  contextTokens: number | null = null,
): Promise<string> {
  const caller = scriptedCaller({ text: '```ts\nexport const limit = 80;\n```' });
  await createModelAuthor({ caller, measure: measuring(contextTokens) }).draft(
    draftRequest('src/server.ts', { draft: 2, repair }),
  );
  return caller.asked[0]?.request.messages[1]?.content ?? '';
}

function repairing(...found: readonly PackageDeclarations[]): NonNullable<DraftRequest['repair']> {
  return {
    previous: 'app.listn();\n',
    diagnostics: [blockingFinding('src/server.ts', "Property 'listn' does not exist")],
    packageDeclarations: () => Promise.resolve(found),
  };
}

describe('the prompt of a repair', () => {
  it('shows what packages declare of what was found, after the findings and in one fence', async () => {
    expect(await promptOf(repairing(LISTEN, OPTIONS))).toContain(
      [
        '## Declared by packages',
        '```ts',
        '// fastify: members of FastifyInstance',
        'listen(opts?: FastifyListenOptions): Promise<string>;',
        'log: Logger;',
        '// and close, ready, 60 more',
        '',
        '// fastify: the type FastifyListenOptions',
        'interface FastifyListenOptions {',
        '  port?: number;',
        '}',
        '```',
        '',
        'Task: repair src/server.ts',
      ].join('\n'),
    );
  });

  it('has no such part where nothing is known, or nothing was found', async () => {
    const { previous, diagnostics } = repairing();
    for (const repair of [repairing(), { previous, diagnostics }, null])
      expect(await promptOf(repair)).not.toContain('Declared by packages');
  });

  it('leaves whole ones out, and says so, where they do not fit', async () => {
    const long = { ...OPTIONS, declarations: [`type Long = '${'x'.repeat(1_200)}';`] };
    const whole = await promptOf(repairing(LISTEN, long, LISTEN));
    expect(whole).toContain('type Long');
    const cut = await promptOf(repairing(LISTEN, long), 1_400);
    expect(cut).toContain('listn');
    expect(cut).not.toContain('type Long');
    expect(cut).toMatch(/^[12] more were left out for want of room\.$/m);
  });
});

describe('what is shown of packages', () => {
  const drawn = fc.array(
    fc.record({
      from: fc.constant('zod'),
      shows: fc.constantFrom('exports' as const, 'members' as const, 'signatures' as const, 'type' as const),
      of: fc.constant('Thing'),
      declarations: fc.array(
        fc
          .tuple(fc.nat(), fc.nat(200))
          .map(([id, size]) => `declared${String(id)}(${'a, '.repeat(size)}): void;`),
        { maxLength: 12 },
      ),
      names: fc.array(
        fc.nat().map((id) => `name${String(id)}`),
        { maxLength: 50 },
      ),
      more: fc.nat(300),
    }),
    { maxLength: 20 },
  );

  it('has a bound, consists of whole declarations, and counts the rest', () => {
    fc.assert(
      fc.property(drawn, (found) => {
        const shown = declaredByPackages(found, countTokens);
        expect(shown.reduce((sum, text) => sum + countTokens(text), 0)).toBeLessThanOrEqual(1_500);
        const declarations = new Set(found.flatMap((each) => each.declarations));
        for (const text of shown) {
          expect(countTokens(text)).toBeLessThanOrEqual(400);
          const [label, ...lines] = text.split('\n');
          expect(label).toMatch(/^\/\/ zod: .* Thing$/);
          const rest = lines.at(-1)?.startsWith('// ') === true ? lines.pop() : undefined;
          for (const line of lines) expect(declarations).toContain(line);
          expect(lines.length > 0 || rest !== undefined).toBe(true);
        }
      }),
      { seed: 3, numRuns: 60 },
    );
  });

  it('says how many it does not show', () => {
    const many = {
      ...LISTEN,
      declarations: Array.from({ length: 100 }, (_, index) => `a${String(index)}: string;`),
    };
    const [text = ''] = declaredByPackages([many], countTokens);
    const lines = text.split('\n');
    const declared = lines.filter((line) => line.endsWith(': string;')).length;
    expect(lines.at(-1)).toBe(`// and ${String(100 - declared + 2 + 60)} more`);
  });

  it('gives the later ones what the first leaves, and each a share', () => {
    const wide = {
      ...LISTEN,
      declarations: Array.from({ length: 100 }, (_, index) => `a${String(index)}: string;`),
    };
    const shown = declaredByPackages([wide, wide, wide, wide, wide, OPTIONS], countTokens);
    expect(shown).toHaveLength(6);
    expect(shown.at(-1)).toContain('port?: number;');
  });
});
