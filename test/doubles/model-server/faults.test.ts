import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { readFindings, reviewReplySchema } from '../../../src/authors/model/review/review-reply.js';
import type { Environment, Language } from '../../../src/languages/language.js';
import { createTypeScriptLanguage } from '../../../src/languages/typescript/typescript-language.js';
import { digestAnalysis, digestPlan } from '../../../src/protocol/digest.js';
import { planSchema, type Plan } from '../../../src/protocol/plan.js';
import { TIERS } from '../../../src/protocol/tier.js';
import { findPlanProblems } from '../../../src/workflows/policy/plan-proof.js';
import { NO_TOOLCHAIN } from '../../languages/typescript/check-fixture.js';
import { ask, codeIn } from './asking.js';
import { PLAIN_DIALECT } from './dialect.js';
import {
  SLIPS,
  STANDARD_FAULTS,
  STATIC_FAULTS,
  type FaultKind,
  type FaultRates,
} from './faults/fault-kinds.js';
import { MODELS, startModelServer, type ModelServer, type ModelServerOptions } from './model-server.js';
import { analysisPrompt, planPrompt, promptFor } from './prompt-for.js';
import { loadReference, type Reference } from './reference.js';
import { environmentOf } from './reference-project.js';

const PATH = 'src/box-office.ts';
const ALWAYS = { light: 1, standard: 1, strong: 1 };
const NEVER = new AbortController().signal;

let reference: Reference;
let environment: Environment;
let language: Language;
beforeAll(async () => {
  reference = await loadReference('box-office');
  environment = await environmentOf(reference);
  language = createTypeScriptLanguage({ toolchain: NO_TOOLCHAIN, threads: 1 });
});
afterAll(async () => {
  await language.close();
});

const servers: ModelServer[] = [];
async function start(options: Partial<ModelServerOptions> = {}): Promise<ModelServer> {
  const server = await startModelServer({ reference: 'box-office', ...options });
  servers.push(server);
  return server;
}
/** A server whose every first answer has this fault, where it can. */
function always(kind: FaultKind, more: Partial<FaultRates> = {}): Promise<ModelServer> {
  return start({ faults: { faulty: ALWAYS, kinds: [kind], ...more } });
}
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop();
});

async function blockingCodes(path: string, content: string): Promise<readonly string[]> {
  const { plan, files } = reference;
  const spec = plan.files.find((file) => file.path === path);
  if (spec === undefined) throw new Error(`${path} is not planned.`);
  const tree = new Map([...files].filter(([other]) => other !== path));
  const { diagnostics } = await language.checkDraft({ plan, spec, content, tree, environment }, NEVER);
  return diagnostics.filter(({ blocking }) => blocking).map(({ code }) => code);
}

const FOUND_AS: Readonly<Record<(typeof STATIC_FAULTS)[number], RegExp>> = {
  placeholder: /^MW200[1-3]$/,
  'missing-export': /^MW4001$/,
  'missing-file-import': /^MW3001$/,
  'missing-package-import': /^MW3101$/,
  'missing-member': /^TS(?:2305|2339|2551|2561|2724)$/,
  'type-error': /^TS2322$/,
  'syntax-error': /^MW1001$/,
};

describe('a fault of a file', () => {
  it.each(STATIC_FAULTS)('%s is found by the checks, in every file that can have it', async (kind) => {
    const server = await always(kind);
    let made = 0;
    for (const path of [...reference.files.keys()].filter((each) => each.endsWith('.ts'))) {
      const { text } = await ask(server, promptFor(reference, path));
      const { fault } = server.calls().at(-1) ?? {};
      if (fault !== kind) continue;
      made++;
      const codes = await blockingCodes(path, codeIn(text));
      expect({ path, codes }).toEqual({
        path,
        codes: expect.arrayContaining([expect.stringMatching(FOUND_AS[kind])]),
      });
    }
    expect(made).toBeGreaterThan(3);
  });

  it.each(SLIPS)('%s compiles and is wrong all the same', async (kind) => {
    const server = await always(kind);
    const paths = [...new Set(reference.slips.filter((slip) => slip.kind === kind).map(({ path }) => path))];
    expect(paths.length).toBeGreaterThan(0);
    for (const path of paths) {
      const content = codeIn((await ask(server, promptFor(reference, path))).text);
      expect(server.calls().at(-1)?.fault).toBe(kind);
      expect(content).not.toBe(reference.files.get(path));
      // Of the tests that cannot fail one compares constants, which is seen; the other takes any reply, which is not.
      const seen = kind === 'vacuous-test' && path === 'test/shows.test.ts' ? ['MW5002'] : [];
      expect(await blockingCodes(path, content)).toEqual(seen);
    }
  });

  it.each([
    ['prose-around-code', /^Sure!/],
    ['two-blocks', /```ts[\s\S]*```\n[\s\S]*```ts/],
    ['json-wrapper', /^```json\n\{"code":/],
    ['windows-lines', /\r\n/],
  ] as const)('%s leaves the content as it is', async (kind, looks) => {
    const server = await always(kind);
    const { text } = await ask(server, promptFor(reference, PATH));
    expect(text).toMatch(looks);
    expect(JSON.stringify(text).replaceAll(/\\+[rn]/g, '')).toContain('randomUUID');
  });

  it('wrong-fence is no fence, one that does not end, or one of another language', async () => {
    const server = await always('wrong-fence');
    const looks = new Set<string>();
    for (const path of reference.files.keys()) {
      const { text } = await ask(server, promptFor(reference, path));
      looks.add(text.startsWith('```text') ? 'text' : text.startsWith('```\n') ? 'open' : 'none');
    }
    expect([...looks].sort()).toEqual(['none', 'open', 'text']);
  });

  it('truncated-code is cut off at its limit, and goes on when it is told to', async () => {
    const server = await always('truncated-code');
    const prompt = { role: 'user', content: promptFor(reference, PATH) };
    const first = await ask(server, [prompt]);
    expect(first.finish).toBe('length');
    const next = await ask(server, [
      prompt,
      { role: 'assistant', content: first.text },
      { role: 'user', content: `Go on exactly where it ended.\n\nTask: write ${PATH}` },
    ]);
    expect(codeIn(first.text + next.text)).toBe(reference.files.get(PATH));
  });

  it('needs-package and needs-file ask for what is not there, and no more once it is', async () => {
    const takesNeeds = 'Answer with a block `needs` if it cannot be written.\n\n';
    const forPackage = await always('needs-package');
    const asked = await ask(forPackage, takesNeeds + promptFor(reference, PATH));
    expect(JSON.parse(asked.text.replace(/^```needs|```$/g, ''))).toMatchObject([
      { kind: 'package', name: 'nanoid' },
    ]);
    const granted = promptFor(reference, PATH).replace('## Packages', '## Packages\n- nanoid 5.1.6');
    expect(codeIn((await ask(forPackage, takesNeeds + granted)).text)).toBe(reference.files.get(PATH));

    const forFile = await always('needs-file');
    expect((await ask(forFile, takesNeeds + promptFor(reference, PATH))).text).toContain('src/clean-text.ts');
    const needed = await ask(forFile, '## File\nsrc/clean-text.ts\n\nTask: write src/clean-text.ts');
    expect(codeIn(needed.text)).toContain('export function cleanText(text: string): string');
    expect((await ask(forFile, promptFor(reference, PATH))).text).not.toContain('clean-text');
  });
});

describe('a fault of a structured answer', () => {
  it.each([
    ['malformed-json', 'stop'],
    ['truncated-json', 'length'],
    ['prose-around-json', 'stop'],
  ] as const)('%s cannot be parsed as it stands', async (kind, finish) => {
    const server = await always(kind);
    for (const prompt of [analysisPrompt(reference), planPrompt(reference)]) {
      const reply = await ask(server, prompt);
      expect(reply.finish).toBe(finish);
      expect(() => JSON.parse(reply.text) as unknown).toThrow();
    }
  });

  it('broken-schema parses and does not follow', async () => {
    const server = await always('broken-schema');
    const { text } = await ask(server, planPrompt(reference));
    expect(planSchema.safeParse(JSON.parse(text)).success).toBe(false);
  });

  it('empty says nothing, and refusal says why', async () => {
    const empty = await ask(await always('empty'), planPrompt(reference));
    expect([empty.text, empty.refusal]).toEqual(['', null]);
    const refusal = await ask(await always('refusal'), planPrompt(reference));
    expect([refusal.text, refusal.refusal]).toEqual(['', expect.stringContaining('cannot help')]);
  });

  it.each([
    ['plan-cycle', 'plan/cycle'],
    ['plan-missing-file', 'plan/unknown-dependency'],
    ['plan-unbound-requirement', 'plan/requirement'],
    ['plan-missing-part', 'plan/critical-part'],
  ] as const)('%s is found by the proof of the plan', async (kind, code) => {
    const server = await always(kind);
    const { text } = await ask(server, planPrompt(reference));
    const plan = planSchema.parse(JSON.parse(text));
    expect(planCodes(plan)).toContain(code);
  });

  it('plan-impossible-contract is found by the compiler, and plan-missing-package names none that is known', async () => {
    const contract = await ask(await always('plan-impossible-contract'), planPrompt(reference));
    const plan = planSchema.parse(JSON.parse(contract.text));
    const found = await language.checkContracts(plan, environment, NEVER);
    expect(found.map(({ code }) => code)).toContain('TS2304');
    const missing = await ask(await always('plan-missing-package'), planPrompt(reference));
    expect(missing.text).toContain('box-office-validation-kit');
  });
});

function planCodes(plan: Plan): readonly string[] {
  return findPlanProblems(digestPlan(plan), digestAnalysis(reference.analysis)).map(
    ({ diagnostic }) => diagnostic.code,
  );
}

describe('a fault of a review', () => {
  it('quotes what does not stand in any file', async () => {
    const server = await always('invented-quote');
    const shown = reference.files.get(PATH) ?? '';
    const { text } = await ask(
      server,
      `## Requirements\n- R1: It works.\n\n## Files\n### ${PATH}\n\`\`\`ts\n${shown}\n\`\`\`\n\nTask: review security`,
    );
    const read = readFindings(reviewReplySchema.parse(JSON.parse(text)), 'security', reference.files);
    expect(read.dropped).toBe(1);
    expect(server.calls().at(-1)?.fault).toBe('invented-quote');
  });
});

describe('a fault of the wire happens once', () => {
  const wired = (kind: FaultKind): Promise<ModelServer> => start({ faults: { wire: 1, kinds: [kind] } });

  it('rate-limited says when to come again, and server-error says nothing', async () => {
    const limited = await wired('rate-limited');
    const first = await ask(limited, promptFor(reference, PATH));
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '1']);
    expect(codeIn((await ask(limited, promptFor(reference, PATH))).text)).toBe(reference.files.get(PATH));
    const failing = await wired('server-error');
    expect((await ask(failing, promptFor(reference, PATH))).status).toBe(500);
    expect((await ask(failing, promptFor(reference, PATH))).status).toBe(200);
  });

  it('also where the endpoint did not understand the request before', async () => {
    const dialect = PLAIN_DIALECT;
    const server = await start({ dialect, faults: { wire: 1, kinds: ['server-error'] } });
    const told = [{ temperature: 0 }, {}, {}].map(
      (more) => () => ask(server, promptFor(reference, PATH), more),
    );
    const statuses: number[] = [];
    for (const tell of told) statuses.push((await tell()).status);
    expect(statuses).toEqual([400, 500, 200]);
  });

  it.each([false, true])('dropped ends in the middle of an answer (streamed: %s)', async (stream) => {
    const server = await wired('dropped');
    await expect(read(server, { stream })).rejects.toThrow();
    expect(await read(server, { stream })).toContain('randomUUID');
  });

  it.each([false, true])('hang never ends (streamed: %s)', async (stream) => {
    const server = await wired('hang');
    const controller = new AbortController();
    const answered = read(server, { stream, signal: controller.signal });
    setTimeout(() => {
      controller.abort();
    }, 300);
    await expect(answered).rejects.toThrow(/abort/);
    expect(await read(server, { stream })).toContain('randomUUID');
  });

  it('slow ends all the same', async () => {
    expect(await read(await wired('slow'), { stream: true })).toContain('[DONE]');
  });

  async function read(
    server: ModelServer,
    { stream, signal }: { readonly stream: boolean; readonly signal?: AbortSignal },
  ): Promise<string> {
    const response = await fetch(`${server.url}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify({
        model: MODELS.standard,
        stream,
        messages: [{ role: 'user', content: promptFor(reference, PATH) }],
      }),
      ...(signal === undefined ? {} : { signal }),
    });
    return response.text();
  }
});

describe('chance', () => {
  /** Asks for every file in many wordings, at every tier. */
  async function outcomes(server: ModelServer, wordings: number): Promise<readonly string[]> {
    const replies: string[] = [];
    for (const tier of TIERS)
      for (const path of reference.files.keys())
        for (let wording = 0; wording < wordings; wording++) {
          const prompt = promptFor(reference, path).replace('## File', `## Note\n${wording}\n\n## File`);
          replies.push((await ask(server, prompt, { model: MODELS[tier] })).text);
        }
    return replies;
  }
  const WIRELESS = { ...STANDARD_FAULTS, wire: 0 };

  it('gives equal requests equal replies, on another server too, and other ones to another seed', async () => {
    const one = await outcomes(await start({ faults: WIRELESS, seed: 7 }), 2);
    const other = await outcomes(await start({ faults: WIRELESS, seed: 7 }), 2);
    expect(other).toEqual(one);
    const seeded = await outcomes(await start({ faults: WIRELESS, seed: 8 }), 2);
    expect(seeded).not.toEqual(one);
  });

  it('has the shares of faults that are set for each tier, and a fifth of them sticky', async () => {
    const server = await start({ faults: { ...WIRELESS, sticky: 0.2 } });
    // Stickiness is drawn for each model and file: with few files, the shares of one seed lie apart; of many seeds they do not.
    const many = await Promise.all(
      Array.from({ length: 24 }, (_, seed) => start({ faults: WIRELESS, seed })),
    );
    for (const each of [server, ...many]) await outcomes(each, 1);
    const calls = [server, ...many].flatMap((each) => each.calls());
    const share = (model: string): number => {
      const own = calls.filter((call) => call.model === model);
      return own.filter(({ fault }) => fault !== null).length / own.length;
    };
    expect(share(MODELS.light)).toBeGreaterThan(0.22);
    expect(share(MODELS.light)).toBeLessThan(0.38);
    expect(share(MODELS.strong)).toBeGreaterThan(0.09);
    expect(share(MODELS.strong)).toBeLessThan(0.21);
    const faulty = calls.filter(({ fault }) => fault !== null);
    const sticky = faulty.filter((call) => call.sticky).length / faulty.length;
    expect(sticky).toBeGreaterThan(0.1);
    expect(sticky).toBeLessThan(0.3);
    const kinds = new Set(faulty.map(({ fault }) => fault));
    expect(kinds.size).toBeGreaterThan(12);
  });

  it('lets a sticky fault come again however it is asked, until the prompt names it; another model has none of it', async () => {
    const server = await start({
      faults: {
        faulty: { light: 0, standard: 1, strong: 0 },
        mended: ALWAYS,
        sticky: 1,
        kinds: ['placeholder', 'type-error', 'syntax-error'],
      },
    });
    const wordings = ['', 'Take care.\n\n', 'Once more.\n\n'];
    const drafts = await Promise.all(
      wordings.map(async (wording) => codeIn((await ask(server, wording + promptFor(reference, PATH))).text)),
    );
    expect(new Set(drafts).size).toBe(1);
    const [draft = ''] = drafts;
    expect(draft).not.toBe(reference.files.get(PATH));
    expect(codeIn((await ask(server, promptFor(reference, PATH), { model: MODELS.strong })).text)).toBe(
      reference.files.get(PATH),
    );
    const [code = ''] = await blockingCodes(PATH, draft);
    const diagnostics = `- ${PATH}:8 error ${code} a name: "largestPage"`;
    const repair = { content: draft, diagnostics };
    expect(codeIn((await ask(server, promptFor(reference, PATH, { repair }))).text)).toBe(
      reference.files.get(PATH),
    );
  });

  it('mends at the rate of the tier, and else changes nothing or makes another mistake', async () => {
    const content = (reference.files.get(PATH) ?? '').replace('storage.addShow(', 'storage.insertShow(');
    const repairs = { unmended: 0, faulty: 0, good: 0 };
    for (let seed = 0; seed < 60; seed++) {
      const server = await start({ seed, faults: { ...WIRELESS, kinds: STATIC_FAULTS } });
      const repair = { content, diagnostics: "TS2339 Property 'insertShow' does not exist." };
      await ask(server, promptFor(reference, PATH, { repair }));
      const fault = server.calls().at(-1)?.fault ?? null;
      repairs[fault === null ? 'good' : fault === 'unmended' ? 'unmended' : 'faulty']++;
    }
    expect(repairs.good).toBeGreaterThan(30);
    expect(repairs.good).toBeLessThan(54);
    expect(repairs.unmended).toBeGreaterThan(0);
    expect(repairs.faulty).toBeGreaterThan(0);
  });

  it('tells some repairs as edits, where the prompt says how', async () => {
    const content = (reference.files.get(PATH) ?? '').replace('storage.addShow(', 'storage.insertShow(');
    const texts: string[] = [];
    for (let seed = 0; seed < 8; seed++) {
      const server = await start();
      const repair = { content, diagnostics: `- TS2339 'insertShow' ${seed}` };
      const prompt = `Answer with edits:\n<<<<<<< SEARCH\n=======\n>>>>>>> REPLACE\n\n${promptFor(reference, PATH, { repair })}`;
      texts.push((await ask(server, prompt)).text);
    }
    const edits = texts.filter((text) => text.startsWith('```edit'));
    expect(edits.length).toBeGreaterThan(0);
    expect(edits.length).toBeLessThan(texts.length);
    const [, search = '', replace = ''] =
      /SEARCH\n([\s\S]*)\n=======\n([\s\S]*)\n>>>>>>>/.exec(edits[0] ?? '') ?? [];
    expect(content.replace(search, replace)).toBe(reference.files.get(PATH));
  });
});
