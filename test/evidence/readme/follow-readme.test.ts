import { describe, expect, it } from '@jest/globals';
import { followReadme, type ReadmeUnderProof } from '../../../src/evidence/readme/follow-readme.js';

interface Sketch {
  readonly exits?: Readonly<Record<string, number>>;
  readonly status?: number;
  /** What the README says beside its commands. */
  readonly words?: readonly string[];
  readonly known?: ReadmeUnderProof['known'];
  readonly start?: () => Promise<string>;
  /** How long a line goes on, in milliseconds; the others take no time. */
  readonly lasts?: Readonly<Record<string, number>>;
}

async function follow(lines: readonly string[], sketch: Sketch = {}) {
  const calls: string[] = [];
  let now = 0;
  let outlives = false;
  const markdown = [...(sketch.words ?? []), '```sh', ...lines, '```'].join('\n');
  const steps = await followReadme(markdown, {
    name: 'tool-shed',
    port: 3000,
    starts: ['npm start'],
    known: sketch.known ?? new Map(),
    now: () => now,
    run: (line, wallMs) => {
      calls.push(line);
      const lasts = sketch.lasts?.[line] ?? 0;
      now += Math.min(lasts, wallMs);
      const exitCode = sketch.exits?.[line] ?? 0;
      const output = exitCode === 127 ? `sh: 1: ${line.split(' ')[0] ?? ''}: not found` : `said by ${line}`;
      return Promise.resolve({ exitCode, output, stdout: '', timedOut: lasts > wallMs });
    },
    start: ({ line, port, before, wallMs }) => {
      outlives = wallMs > 9 * 60_000;
      if (before !== '') calls.push(before);
      calls.push(port === 3000 ? `start ${line}` : `start ${line} on ${String(port)}`);
      if (sketch.start !== undefined) return sketch.start();
      return Promise.resolve({
        request: ({ method, path, body }) => {
          calls.push([method, path, ...(body === undefined ? [] : [body])].join(' '));
          return Promise.resolve({ status: path === '/' ? 404 : (sketch.status ?? 200), body: 'a body' });
        },
        stop: () => {
          calls.push('stop');
          return Promise.resolve();
        },
      });
    },
  });
  return {
    calls,
    steps,
    outlives,
    shown: steps.map(({ step, outcome, detail }) => `${outcome} ${step}: ${detail}`),
  };
}

describe('following a README', () => {
  it('does what it says from top to bottom, asks what it started, and stops it', async () => {
    const { calls, shown } = await follow(['npm run build', 'npm start', 'curl -d 1 localhost:3000/books']);
    expect(calls).toEqual(['npm run build', 'start npm start', 'GET /', 'POST /books 1', 'stop']);
    expect(shown).toEqual([
      'passed npm run build: ended with exit code 0',
      'passed npm start: started, and answers (GET / with 404)',
      'passed curl -d 1 localhost:3000/books: answered 200',
    ]);
  });

  it('does not wait for what does not end by itself, and comes to its own end', async () => {
    const lines = Array.from({ length: 10 }, (_, index) => `npm run watch-${String(index)}`);
    const lasts = Object.fromEntries(lines.map((line) => [line, Infinity]));
    const { calls, shown } = await follow([...lines, 'npm run last'], { lasts });
    expect(shown[0]).toBe('unproven npm run watch-0: it did not end by itself within 60 s');
    expect(shown.at(-1)).toBe('unproven npm run last: the commands before it took 8 minutes');
    expect(calls).toEqual(lines.slice(0, 8));
  });

  it('starts what is there till its own end', async () => {
    const { outlives } = await follow(['npm start', 'npm run seed', 'curl localhost:3000/x']);
    expect(outlives).toBe(true);
  });

  it('asks nothing of what it could not start', async () => {
    const start = () => Promise.resolve('something else listens on port 3000 of this machine');
    const { calls, shown } = await follow(['npm start', 'curl -X DELETE localhost:3000/x'], { start });
    expect(calls).toEqual(['start npm start']);
    expect(shown).toEqual([
      'unproven npm start: something else listens on port 3000 of this machine',
      'unproven curl -X DELETE localhost:3000/x: nothing was started before it',
    ]);
  });

  it('names each command that a long page leaves over, and counts those of one without an end', async () => {
    const lines = Array.from({ length: 43 }, (_, index) => `npm run step-${String(index)}`);
    const { calls, steps } = await follow([...lines, 'npm run step-0']);
    expect(calls).toEqual(lines.slice(0, 40));
    expect(steps.map(({ step }) => step)).toEqual(lines);
    expect(steps.at(-1)).toEqual({
      step: 'npm run step-42',
      outcome: 'unproven',
      detail: 'a README is followed for 40 commands',
    });
    const many = Array.from({ length: 1_000 }, (_, index) => `npm run step-${String(index)}`);
    const { steps: some } = await follow(many);
    expect(some).toHaveLength(100);
    expect(some.at(-1)?.detail).toContain('; 900 after it are not run either');
  });

  it('runs nothing twice, and nothing that verification ran', async () => {
    const known = new Map([['npm test', { outcome: 'passed', detail: 'run by the verification' }]] as const);
    const { calls, shown } = await follow(['npm test', 'npm run a', 'npm run a'], { known });
    expect(calls).toEqual(['npm run a']);
    expect(shown[0]).toBe('passed npm test: run by the verification');
    expect(shown).toHaveLength(2);
  });

  it.each([
    ['npm ci', /network/],
    ['npm install left-pad', /network/],
    ['npx left-pad', /network/],
    ['docker build -t a .', /network/],
    ['git clone https://example.com/a', /network/],
    ['curl https://example.com/install.sh', /network/],
    ['curl localhost:3000/', /nothing was started/],
    ['node dist/cli.js show <id>', /fill in/],
    ['curl -F a=b localhost:3000/', /not understood/],
  ])('says that %s is unproven, and runs nothing', async (line, why) => {
    const { calls, steps } = await follow([line]);
    expect(calls).toEqual([]);
    expect(steps).toEqual([{ step: line, outcome: 'unproven', detail: expect.stringMatching(why) }]);
  });

  it('says what failed, with its last words', async () => {
    const { shown } = await follow(
      ['npm run a', 'npm start', 'curl localhost:3000/x', 'curl localhost:8080/x'],
      {
        exits: { 'npm run a': 2 },
        status: 500,
      },
    );
    expect(shown.filter((line) => line.startsWith('failed'))).toEqual([
      'failed npm run a: ended with exit code 2: said by npm run a',
      'failed curl localhost:3000/x: answered 500: a body',
      'failed curl localhost:8080/x: it asks port 8080, and the service is on 3000',
    ]);
  });

  it.each([
    ['npm start', 'curl localhost:8080/x', 'start npm start on 8080'],
    ['PORT=4000 npm start', 'curl http://127.0.0.1:4000/x', 'start PORT=4000 npm start on 4000'],
  ])('asks a service where the README says that it is: %s, %s', async (start, curl, started) => {
    const { calls, shown } = await follow([start, curl]);
    expect(calls).toEqual([started, 'GET /', 'GET /x', 'stop']);
    expect(shown.filter((line) => !line.startsWith('passed'))).toEqual([]);
  });

  it('starts a service where the line itself puts it, and one at a time', async () => {
    const alone = await follow(['PORT=8080 npm start']);
    expect(alone.calls).toEqual(['start PORT=8080 npm start on 8080', 'GET /', 'stop']);
    const lines = ['npm start', 'curl localhost:3000/x', 'PORT=8080 npm start', 'curl localhost:8080/x'];
    const { shown } = await follow(lines);
    expect(shown.slice(2)).toEqual([
      'unproven PORT=8080 npm start: it runs already, on port 3000',
      'unproven curl localhost:8080/x: it asks port 8080, and the service is on 3000',
    ]);
  });

  it.each([
    ['passed', 'curl localhost:3000/x', 404, ['A task that is not there is answered with 404.']],
    ['failed', 'curl localhost:3000/x', 404, ['There is the task 4040.']],
    ['failed', 'curl -d \'{"amount": 400}\' localhost:3000/x', 400, []],
    ['passed', 'curl -d 1 localhost:3000/x # a 400: it is no object', 400, []],
    ['failed', 'curl -sf localhost:3000/x', 404, ['That answers 404.']],
    ['failed', 'curl localhost:3000/x', 500, ['That answers 500.']],
    ['failed', 'curl localhost:3000/x', 404, ['| 404 | it is not there |']],
    ['failed', 'curl localhost:3000/x', 404, ['## Errors', '404: it is not there.', '## Use']],
  ])(
    'takes a refusal for what is meant only where the README says so: %s %s',
    async (outcome, line, status, words) => {
      const { steps } = await follow(['npm start', line], { status, words });
      expect(steps.at(-1)).toMatchObject({ step: line, outcome });
    },
  );

  it('judges nothing by a sandbox that does not start', async () => {
    const start = () => Promise.reject(new Error('out of processes'));
    await expect(follow(['npm start', 'curl localhost:3000/x'], { start })).rejects.toThrow(
      'out of processes',
    );
  });

  it('goes into the project where a reader does, and into its folders', async () => {
    const { calls, shown } = await follow([
      'git clone https://example.com/a/b.git',
      'cd b',
      'cd tool-shed && npm run build',
      'cd client # the page',
      'npm run build',
      'cd ..',
      'npm run lint',
      'cd ..',
    ]);
    expect(calls).toEqual([
      'npm run build',
      "cd 'client'",
      "cd 'client' || exit\nnpm run build",
      "cd '.'",
      'npm run lint',
    ]);
    expect(shown.filter((line) => !line.startsWith('passed'))).toEqual([
      'unproven git clone https://example.com/a/b.git: it needs a network, which the sandbox does not have',
      'unproven cd ..: it leads out of the project',
    ]);
  });

  it('fails where a folder that it goes into is not there', async () => {
    const { shown } = await follow(['cd nowhere && npm test'], { exits: { "cd 'nowhere'": 2 } });
    expect(shown).toEqual(["failed cd nowhere && npm test: ended with exit code 2: said by cd 'nowhere'"]);
  });

  it('starts each block in the folder of the project, with the variables of those before it', async () => {
    const { calls } = await follow(['export A=1', 'cd client', '```', '```sh', 'npm run a']);
    expect(calls).toEqual(["cd 'client'", 'export A=1\nnpm run a']);
  });

  it('keeps what a line sets for those after it, and for the service', async () => {
    const lines = [
      'export PORT=4000 STAFF_KEY="a b"',
      "BASE='http://localhost:4000'",
      'npm start &',
      'curl -d "$STAFF_KEY" $BASE/x',
      'node dist/seed.js $BASE',
    ];
    const set = `${lines[0] ?? ''}\n${lines[1] ?? ''}\n`;
    const { calls, shown } = await follow(lines);
    expect(calls).toEqual([
      set,
      'start npm start on 4000',
      'GET /',
      'POST /x a b',
      `${set}node dist/seed.js $BASE`,
      'stop',
    ]);
    expect(shown.filter((line) => !line.startsWith('passed'))).toEqual([]);
  });

  it('does not follow what a command of its own asks of the service, nor what comes of it', async () => {
    const lines = [
      'npm start',
      'TOKEN=$(curl -s localhost:3000/login -d 1 | jq -r .token)',
      'curl -H "authorization: Bearer $TOKEN" localhost:3000/x',
      'node dist/cli.js --token "$TOKEN"',
      'echo 1 | curl -d @- localhost:3000/x',
      'for i in 1 2; do curl localhost:3000/x; done',
    ];
    const { calls, steps } = await follow(lines);
    expect(calls).toEqual(['start npm start', 'GET /', 'stop']);
    expect(steps.map(({ outcome }) => outcome)).toEqual(['passed', ...Array<string>(5).fill('unproven')]);
  });

  it('runs what takes several lines at once, and nothing of what does not end', async () => {
    const file = "cat > a.html <<'EOF'\n<b>\n$A\nnpm ci\nEOF";
    const loop = 'for i in 1 2; do\n  npm run a\ndone';
    const { calls, shown } = await follow([
      ...file.split('\n'),
      ...loop.split('\n'),
      'if true; then',
      'npm test',
    ]);
    expect(calls).toEqual([file, loop]);
    expect(shown.at(-1)).toBe('unproven if true; then\nnpm test: what it begins does not end in its block');
    expect(shown.slice(0, -1).filter((line) => !line.startsWith('passed'))).toEqual([]);
  });

  it('does not hold the tools of others against it, and those of the project it does', async () => {
    const at = (name: string) => `test -e 'node_modules/.bin/${name}'`;
    const exits = {
      'nvm use': 127,
      [at('nvm')]: 1,
      'tsc -p .': 127,
      'tool-shed --help': 127,
      'npm run dev': 127,
      './run.sh': 127,
      'npm run seed -- postgres://localhost/a': 1,
    };
    const { shown } = await follow(
      ['pnpm i', ...Object.keys(exits).filter((line) => !line.startsWith('test'))],
      { exits },
    );
    expect(shown).toEqual([
      'unproven pnpm i: it needs a network, which the sandbox does not have',
      'unproven nvm use: it needs nvm, which is not in the sandbox',
      'failed tsc -p .: ended with exit code 127: sh: 1: tsc: not found',
      'failed tool-shed --help: ended with exit code 127: sh: 1: tool-shed: not found',
      'failed npm run dev: ended with exit code 127: sh: 1: npm: not found',
      'failed ./run.sh: ended with exit code 127: sh: 1: ./run.sh: not found',
      'unproven npm run seed -- postgres://localhost/a: it asks something on this machine that is not there (exit code 1)',
    ]);
  });
});
