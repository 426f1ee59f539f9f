import { writeFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { messageOf } from '../../src/protocol/errors.js';
import { formatFigure, isAsItShouldBe, type Figure } from '../figures/figure.js';
import { formatMachine, thisMachine } from '../figures/machine.js';
import { HALVES, readCorpus, type CorpusBrief, type Half } from './corpus.js';
import { deliverBrief } from './deliver-brief.js';
import { droppedPassages, passagesOf } from './passages.js';
import { readStatements } from './read-statements.js';
import { readVerdicts, verdictOn } from './verdicts.js';

/** At most so much of what the briefs say may be left open. */
const MOST_OPEN = 0.3;

const USAGE = `Usage: npm run bench:briefs -- [--half open|held-out] [--only NAME,…] [--deliver] [--json FILE]
       npm run bench:briefs -- --judge NAME
Counts what is made of the statements of test/briefs, each half apart. --deliver has the product build every one of them (about a
minute each). --judge prints what a judge has to say yes or no to, in the form of test/briefs/verdicts/HALF/NAME.json.`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      half: { type: 'string' },
      only: { type: 'string' },
      deliver: { type: 'boolean' },
      judge: { type: 'string' },
      json: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help === true) {
    process.stdout.write(`${USAGE}\n`);
    return;
  }
  const halves = HALVES.filter((half) => values.half === undefined || values.half === half);
  if (halves.length === 0) throw new Error(`There is no half ${String(values.half)}.\n${USAGE}`);
  if (values.judge !== undefined) {
    await printForJudge(values.judge);
    return;
  }
  const only = values.only?.split(',');
  process.stdout.write(`${formatMachine(thisMachine())}\n`);
  const figures: Figure[] = [];
  for (const half of halves) {
    const briefs = (await readCorpus(half)).filter(({ name }) => only?.includes(name) !== false);
    for await (const figure of figuresOf(half, briefs, values.deliver === true)) {
      process.stdout.write(`${formatFigure(figure)}\n`);
      figures.push(figure);
    }
  }
  const short = figures.filter((figure) => !isAsItShouldBe(figure)).length;
  process.stdout.write(`${figures.length} figures, ${short} not as they should be\n`);
  if (values.json !== undefined) await writeFile(values.json, `${JSON.stringify({ figures }, null, 2)}\n`);
  process.exitCode = short === 0 ? 0 : 1;
}

async function* figuresOf(
  half: Half,
  briefs: readonly CorpusBrief[],
  deliver: boolean,
): AsyncIterable<Figure> {
  const total = { met: 0, open: 0, misread: 0, unjudged: 0, dropped: 0, refused: 0 };
  for (const brief of briefs) {
    const { name, text } = brief;
    const reading = readStatements(text);
    if (reading.kind === 'refused') {
      total.refused += 1;
      total.open += passagesOf(text).length;
      say(`${name}: refused as ${reading.type}`);
      continue;
    }
    const verdicts = await readVerdicts(brief);
    const { statements } = reading;
    const met = statements.filter(({ outcome }) => outcome === 'met');
    const judged = met.map((statement) => verdictOn(statement, verdicts));
    const dropped = droppedPassages(
      text,
      statements.map(({ source }) => source),
    ).filter((passage) => !verdicts.asksNothing.includes(passage));
    const misread = judged.filter((verdict) => verdict === 'misread').length;
    const unjudged = judged.filter((verdict) => verdict === 'unjudged').length;
    say(
      `${name}: ${met.length} met, ${statements.length - met.length} open, ${misread} misread, ${unjudged} unjudged, ${dropped.length} dropped`,
    );
    total.met += met.length;
    total.open += statements.length - met.length;
    total.misread += misread;
    total.unjudged += unjudged;
    total.dropped += dropped.length;
  }
  const all = total.met + total.open;
  const figure = (name: string, value: number, bar: number | null): Figure => ({
    name: `briefs, ${half}: ${name}`,
    value,
    unit: '',
    bar,
  });
  yield figure(`statements of ${String(briefs.length)} briefs`, all, null);
  yield figure('briefs refused as a whole', total.refused, null);
  yield figure('share of statements left open', total.open / all, MOST_OPEN);
  yield figure('statements misread', total.misread, 0);
  yield figure('statements met that nobody has judged', total.unjudged, 0);
  yield figure('passages dropped', total.dropped, 0);
  yield {
    ...figure(
      'passages dropped, were every requirement taken away',
      droppedPassages(briefs[0]?.text ?? '', []).length,
      0,
    ),
    control: true,
  };
  if (deliver) yield* deliveredFigures(half, briefs);
}

async function* deliveredFigures(half: Half, briefs: readonly CorpusBrief[]): AsyncIterable<Figure> {
  const levels = { proven: 0, tested: 0, open: 0, disputed: 0 };
  let lost = 0;
  let failed = 0;
  for (const brief of briefs) {
    const delivery = await deliverBrief(brief);
    if (delivery.kind === 'not-delivered') {
      lost += 1;
      levels.open += passagesOf(brief.text).length;
      say(`${brief.name}: not delivered: ${delivery.why}`);
      continue;
    }
    say(`${brief.name}: ${JSON.stringify(delivery.levels)} ${delivery.failedSteps.join(', ')}`);
    failed += delivery.failedSteps.length === 0 ? 0 : 1;
    for (const level of ['proven', 'tested', 'open', 'disputed'] as const)
      levels[level] += delivery.levels[level];
  }
  const all = levels.proven + levels.tested + levels.open + levels.disputed;
  const name = (what: string): string => `briefs, ${half}, delivered: ${what}`;
  yield { name: name('requirements proven'), value: levels.proven, unit: '', bar: null };
  yield { name: name('requirements tested'), value: levels.tested, unit: '', bar: null };
  yield { name: name('requirements open'), value: levels.open, unit: '', bar: null };
  yield { name: name('requirements disputed'), value: levels.disputed, unit: '', bar: 0 };
  const unmet = (levels.open + levels.disputed) / all;
  yield { name: name('share neither proven nor tested'), value: unmet, unit: '', bar: MOST_OPEN };
  yield { name: name('briefs that were not delivered'), value: lost, unit: '', bar: null };
  yield { name: name('projects whose tests, build or start failed'), value: failed, unit: '', bar: 0 };
}

/** What has to be judged, with the verdicts that still hold filled in. */
async function printForJudge(name: string): Promise<void> {
  const corpus = (await Promise.all(HALVES.map(readCorpus))).flat();
  const brief = corpus.find((each) => each.name === name);
  if (brief === undefined) throw new Error(`There is no brief ${name}.\n${USAGE}`);
  const reading = readStatements(brief.text);
  if (reading.kind === 'refused')
    throw new Error(`${name} is refused as ${reading.type}: ${reading.message}`);
  const verdicts = await readVerdicts(brief);
  const statements = reading.statements
    .filter(({ outcome }) => outcome === 'met')
    .map((statement) => {
      const { source, understood } = statement;
      const known = verdicts.statements.find(
        (verdict) => verdict.source === source && verdict.understood === understood,
      );
      return known ?? { source, understood, verdict: 'unjudged' };
    });
  const asksNothing = droppedPassages(
    brief.text,
    reading.statements.map(({ source }) => source),
  );
  const leftOpen = reading.statements.flatMap(({ outcome, source }) => (outcome === 'open' ? [source] : []));
  process.stdout.write(`${JSON.stringify({ statements, asksNothing, leftOpen }, null, 2)}\n`);
}

function say(line: string): void {
  process.stderr.write(`… ${line}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 2;
});
