import { describe, expect, it } from '@jest/globals';
import { followReadme, type ReadmeUnderProof } from '../../../src/evidence/readme/follow-readme.js';

interface Sketch {
  readonly exits?: Readonly<Record<string, number>>;
  readonly status?: number;
  /** What the README says beside its commands. */
  readonly words?: readonly string[];
  readonly known?: ReadmeUnderProof['known'];
  readonly start?: () => Promise<never>;
  /** How long a line goes on, in milliseconds; the others take no time. */
  readonly lasts?: Readonly<Record<string, number>>;
}

async function follow(lines: readonly string[], sketch: Sketch = {}) {
  const calls: string[] = [];
  let now = 0;
  const markdown = [...(sketch.words ?? []), '```sh', ...lines, '```'].join('\n');
  const steps = await followReadme(markdown, {
    port: 3000,
    starts: ['npm start'],
    known: sketch.known ?? new Map(),
    now: () => now,
    run: (line, wallMs) => {
      calls.push(line);
      const lasts = sketch.lasts?.[line] ?? 0;
      now += Math.min(lasts, wallMs);
      const exitCode = sketch.exits?.[line] ?? 0;
      return Promise.resolve({ exitCode, output: `said by ${line}`, timedOut: lasts > wallMs });
    },
    start: (line, port) => {
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
  return { calls, steps, shown: steps.map(({ step, outcome, detail }) => `${outcome} ${step}: ${detail}`) };
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
    ['failed', 'curl -sf localhost:3000/x', 404, ['That answers 404.']],
    ['failed', 'curl localhost:3000/x', 500, ['That answers 500.']],
  ])(
    'takes a refusal for what is meant only where the README says so: %s %s',
    async (outcome, line, status, words) => {
      const { steps } = await follow(['npm start', line], { status, words });
      expect(steps.at(-1)).toMatchObject({ step: line, outcome });
    },
  );

  it('goes on after a service that cannot be started', async () => {
    const start = () => Promise.reject(new Error('no sandbox'));
    const { shown } = await follow(['npm start', 'curl localhost:3000/x', 'npm run a'], { start });
    expect(shown).toEqual([
      'failed npm start: no sandbox',
      'unproven curl localhost:3000/x: nothing was started before it',
      'passed npm run a: ended with exit code 0',
    ]);
  });
});
