import { PassThrough } from 'node:stream';
import { describe, expect, it } from '@jest/globals';
import { CommandError } from '../../src/client/cli/command-error.js';
import { parseArguments } from '../../src/client/cli/arguments/parse-arguments.js';
import { terminalFor } from '../../src/client/cli/terminal-for.js';

const parse = (...args: string[]): unknown => {
  const parsed = parseArguments(args, '1.2.3');
  return parsed.kind === 'invocation' ? parsed.invocation : parsed.text;
};

const GENERATE = {
  command: 'generate',
  yes: false,
  out: undefined,
  name: undefined,
  kind: undefined,
  id: undefined,
  again: false,
  concurrency: undefined,
  sandbox: undefined,
  maxCost: undefined,
  maxTaskCost: undefined,
  maxErrors: undefined,
  guided: false,
  force: false,
  detach: false,
  json: false,
};

describe('the command line', () => {
  it.each([
    [
      'generate takes the brief as an argument',
      ['generate', 'An API for books.'],
      { ...GENERATE, brief: { from: 'argument', text: 'An API for books.' } },
    ],
    [
      'generate takes the brief from a file',
      ['generate', '--brief', 'brief.md'],
      { ...GENERATE, brief: { from: 'file', path: 'brief.md' } },
    ],
    ['generate reads stdin for "-"', ['generate', '-'], { ...GENERATE, brief: { from: 'stdin' } }],
    [
      'generate reads stdin for "--brief -"',
      ['generate', '-b', '-'],
      { ...GENERATE, brief: { from: 'stdin' } },
    ],
    [
      'generate takes every option',
      'generate x --yes --out d --name n --kind cli --id i --again --concurrency 3 --sandbox none --max-cost 2.5 --max-task-cost 0.25 --max-errors 0 --guided --force --detach --json'.split(
        ' ',
      ),
      {
        command: 'generate',
        brief: { from: 'argument', text: 'x' },
        yes: true,
        out: 'd',
        name: 'n',
        kind: 'cli',
        id: 'i',
        again: true,
        concurrency: 3,
        sandbox: 'none',
        maxCost: 2.5,
        maxTaskCost: 0.25,
        maxErrors: 0,
        guided: true,
        force: true,
        detach: true,
        json: true,
      },
    ],
    [
      'generate takes a plan',
      ['generate', '--plan', 'p.yaml'],
      { ...GENERATE, brief: { from: 'plan', path: 'p.yaml' } },
    ],
    [
      'plan writes where plans are looked for',
      ['plan', 'An API for books.'],
      {
        command: 'plan',
        brief: { from: 'argument', text: 'An API for books.' },
        out: 'millwright.plan.yaml',
        name: undefined,
        kind: undefined,
        author: undefined,
        maxCost: undefined,
        yes: false,
        again: false,
        force: false,
        json: false,
      },
    ],
    [
      'plan takes every option',
      'plan --brief b.md --out p.yaml --name n --author model --max-cost 0.75 --yes --again --force --json'.split(
        ' ',
      ),
      {
        command: 'plan',
        brief: { from: 'file', path: 'b.md' },
        out: 'p.yaml',
        name: 'n',
        author: 'model',
        maxCost: 0.75,
        yes: true,
        again: true,
        force: true,
        json: true,
      },
    ],
    ['follow', ['follow', 'library-3f2a1b'], { command: 'follow', run: 'library-3f2a1b', json: false }],
    ['runs', ['runs', '--limit', '3', '--json'], { command: 'runs', limit: 3, json: true }],
    ['show', ['show', 'r'], { command: 'show', run: 'r', json: false }],
    ['cancel', ['cancel', 'r'], { command: 'cancel', run: 'r', json: false }],
    ['pause', ['pause', 'r'], { command: 'pause', run: 'r', json: false }],
    ['resume', ['resume', 'r'], { command: 'resume', run: 'r', json: false }],
    [
      'fetch',
      ['fetch', 'r', '--out', 'd', '--partial'],
      { command: 'fetch', run: 'r', out: 'd', partial: true, force: false, json: false },
    ],
    [
      'open',
      ['open', 'r', '--port', '8080'],
      { command: 'open', run: 'r', port: 8080, sandbox: 'auto', json: false },
    ],
    [
      'respond',
      ['respond', 'r', 'approve-plan', 'approve'],
      { command: 'respond', run: 'r', request: 'approve-plan', choice: 'approve', json: false },
    ],
    ['dev', ['dev'], { command: 'dev', json: false }],
    ['worker', ['worker'], { command: 'worker', json: false }],
    ['status', ['status', '--json'], { command: 'status', json: true }],
    ['doctor', ['doctor'], { command: 'doctor', json: false }],
    ['demo', ['demo'], { command: 'demo', json: false }],
    [
      'follow takes a new limit',
      ['follow', 'r', '--max-cost', '5'],
      { command: 'follow', run: 'r', maxCost: 5, json: false },
    ],
    [
      'resume takes a new limit',
      ['resume', 'r', '--max-cost', '0.5'],
      { command: 'resume', run: 'r', maxCost: 0.5, json: false },
    ],
    [
      'respond takes a new limit',
      ['respond', 'r', 'budget-1', 'go-on', '--max-cost', '12.25'],
      { command: 'respond', run: 'r', request: 'budget-1', choice: 'go-on', maxCost: 12.25, json: false },
    ],
    [
      'models test takes a limit',
      ['models', 'test', '--max-cost', '0.01'],
      { command: 'models', test: true, maxCost: 0.01, json: false },
    ],
    ['models', ['models'], { command: 'models', test: false, json: false }],
    ['models test', ['models', 'test', '--json'], { command: 'models', test: true, json: true }],
  ])('%s', (_, args, expected) => {
    expect(parse(...args)).toEqual(expected);
  });

  it.each([
    ['a command that does not exist', ['generat', 'x'], "Unknown command 'generat'. Did you mean generate?"],
    ['an option that does not exist', ['generate', 'x', '--gudied'], 'Did you mean --guided?'],
    ['no brief at all', ['generate'], 'The brief is missing.'],
    ['no brief to plan for', ['plan'], 'millwright plan "A REST API'],
    ['a brief beside a plan', ['generate', 'x', '--plan', 'p'], 'A plan has its brief in it.'],
    ['a name beside a plan', ['generate', '--plan', 'p', '--name', 'n'], 'The plan names the project.'],
    ['a brief given twice', ['generate', 'x', '--brief', 'f'], 'A brief is given twice'],
    ['a brief without quotes', ['generate', 'An', 'API'], 'Put a brief of several words in quotes.'],
    ['a concurrency out of bounds', ['generate', 'x', '--concurrency', '65'], 'from 1 to 64'],
    ['a concurrency that is no number', ['generate', 'x', '--concurrency', '1e1'], 'from 1 to 64'],
    ['a cost of nothing', ['generate', 'x', '--max-cost', '0'], 'above 0'],
    ...['plan x', 'follow r', 'resume r', 'respond r q c', 'models test'].flatMap((command) =>
      ['0', '-1', '1e3', '2,50', '0x10', 'Infinity', '1000001', '$5', '.'].map(
        (amount): [string, string[], string] => [
          `${amount} as the cost of "${command}"`,
          [...command.split(' '), `--max-cost=${amount}`],
          'an amount in US dollars above 0',
        ],
      ),
    ),
    ['a partial project over another', ['fetch', 'r', '--partial', '--force'], 'Leave out --force'],
    ['a limit for a list of models', ['models', '--max-cost', '1'], 'Listing the models costs nothing.'],
    ['a sandbox that does not exist', ['generate', 'x', '--sandbox', 'jail'], 'auto, bubblewrap, none'],
    ['a sandbox that is not built', ['generate', 'x', '--sandbox', 'container'], 'auto, bubblewrap, none'],
    ...[
      ...['show', 'cancel', 'pause', 'resume', 'follow', 'fetch', 'open', 'check', 'generate', 'plan'].map(
        (command) => [command, ''],
      ),
      ['respond', 'r', 'q', ''],
      ...['--out', '--brief', '--plan', '--id', '--name'].map((option) => ['generate', 'x', option, '']),
      ['fetch', 'r', '--out='],
      ['plan', 'x', '-o', ''],
    ].map((args): [string, string[], string] => [
      `an empty argument (${args.join(' ')})`,
      args,
      'It is empty: is a variable of the shell not set?',
    ]),
    ['a run that is not named', ['show'], "Missing required argument 'run'"],
    ['an option without its value', ['fetch', 'r', '--out'], '--out <dir>'],
    ['nothing', [], 'Say what to do.'],
  ])('refuses %s, and says what to do', (_, args, sentence) => {
    expect(() => parse(...args)).toThrow(sentence);
    expect(() => parse(...args)).toThrow(CommandError);
  });

  it('leaves a person to be asked, unless the brief is typed, or a program reads', () => {
    const input = Object.assign(new PassThrough(), { isTTY: true }) as unknown as NodeJS.ReadStream;
    const output = new PassThrough() as unknown as NodeJS.WriteStream;
    const asked = (args: readonly string[], forProgram = false): boolean => {
      const parsed = parseArguments(args, '1.2.3');
      if (parsed.kind !== 'invocation') throw new Error('nothing is to be carried out');
      return terminalFor(parsed.invocation, { input, output, live: true, forProgram }) !== null;
    };
    for (const args of [
      ['generate', 'x', '--guided'],
      ['plan', 'x'],
      ['follow', 'r'],
    ]) {
      expect(asked(args)).toBe(true);
      expect(asked(args, true)).toBe(false);
    }
    for (const args of [
      ['generate', '-', '--guided'],
      ['generate', '--brief', '-'],
      ['plan', '-'],
    ])
      expect(asked(args)).toBe(false);
  });

  it('answers --version and --help itself', () => {
    expect(parse('--version')).toBe('1.2.3\n');
    expect(parse('--help')).toContain('Exit codes: 0 done; 1 the work was found wanting');
    expect(parse('fetch', '--help')).toContain('--partial');
  });
});
