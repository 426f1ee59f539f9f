// Takes the pictures of the README from a real run: the terminal in the middle and at the end, the run in the Temporal Web UI,
// and the report. Needs tmux and Chromium (Debian: tmux, chromium). `npm run build` first; then `node scripts/pictures.mjs`.
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import AnsiToHtml from 'ansi-to-html';
import { chromium } from 'playwright-core';

const run = promisify(execFile);
const OUT = 'docs/pictures';
const COLUMNS = 104;
const ROWS = 32;
const BRIEF =
  'A REST API for a veterinary clinic. Owners have a name, an email and a phone number. Each pet belongs to an owner and ' +
  'has a name, a species and a birth date. Each visit belongs to a pet and has a date and a reason of at most 500 characters. ' +
  'A pet may have at most five visits. Pets can be searched by name.';
const RUN = 'veterinary-clinic';

const home = await mkdtemp(join(tmpdir(), 'millwright-pictures-'));
const environment = { ...process.env, MILLWRIGHT_HOME: home, FORCE_COLOR: '1' };
const millwright = join(process.cwd(), 'bin', 'millwright.js');
const session = `pictures-${process.pid}`;
const tmux = async (...rest) => (await run('tmux', ['-L', session, ...rest])).stdout;

async function untilScreen(wanted, seconds) {
  const end = Date.now() + seconds * 1000;
  while (Date.now() < end) {
    const screen = await tmux('capture-pane', '-p', '-e', '-t', 'work');
    if (wanted.test(screen.replace(/\u001b\[[0-9;]*m/g, ''))) return screen;
    await sleep(200);
  }
  throw new Error(
    `The terminal never showed ${wanted} within ${seconds} s:\n${await tmux('capture-pane', '-p', '-t', 'work')}`,
  );
}

function terminalPage(screen) {
  const lines = screen.replace(/\s+$/, '').split('\n');
  const html = new AnsiToHtml({ fg: '#d6d9e0', bg: '#14161b', escapeXML: true }).toHtml(lines.join('\n'));
  return `<!doctype html><meta charset="utf-8"><style>
    body { margin: 0; display: inline-block; background: #14161b; }
    pre { margin: 0; padding: 18px 22px; font: 14px/1.42 "DejaVu Sans Mono", monospace; color: #d6d9e0; width: ${COLUMNS}ch; }
  </style><pre>${html}</pre>`;
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox'],
});
try {
  await mkdir(OUT, { recursive: true });
  await run(
    'tmux',
    [
      '-L',
      session,
      'new-session',
      '-d',
      '-s',
      'stack',
      '-x',
      '100',
      '-y',
      '20',
      process.execPath,
      millwright,
      'dev',
    ],
    { env: environment },
  );
  await tmux('new-session', '-d', '-s', 'work', '-x', String(COLUMNS), '-y', String(ROWS));
  await tmux('send-keys', '-t', 'work', 'PS1="$ "; clear', 'Enter');
  const command = `node ${millwright} generate ${JSON.stringify(BRIEF)} --yes --id ${RUN} --out ${join(home, RUN)}`;
  await tmux('send-keys', '-t', 'work', command, 'Enter');

  const page = await browser.newPage({ deviceScaleFactor: 2 });
  const shoot = async (screen, name) => {
    await page.setContent(terminalPage(screen));
    await page.locator('pre').screenshot({ path: join(OUT, name) });
    console.log(`${OUT}/${name}`);
  };
  await shoot(await untilScreen(/build\b.*\b(?:1\d|2\d) of \d+ files/, 180), 'run-building.png');
  const done = await untilScreen(/npm run build && npm start/, 300);
  await shoot(done, 'run-delivered.png');

  const { stdout } = await run(process.execPath, [millwright, 'status', '--json'], { env: environment });
  const { uiUrl } = JSON.parse(stdout);
  await page.setViewportSize({ width: 1280, height: 1000 });
  await page.goto(`${uiUrl}/namespaces/millwright/workflows/${RUN}`, { waitUntil: 'networkidle' });
  await sleep(2000);
  await page.screenshot({ path: join(OUT, 'web-ui.png') });
  console.log(`${OUT}/web-ui.png`);

  await page.goto(pathToFileURL(join(home, RUN, 'millwright-report.html')).href);
  await page.screenshot({ path: join(OUT, 'report.png') });
  console.log(`${OUT}/report.png`);
} finally {
  await browser.close();
  await tmux('send-keys', '-t', 'stack', 'C-c').catch(() => undefined);
  await sleep(3000);
  await tmux('kill-server').catch(() => undefined);
  await rm(home, { recursive: true, force: true });
}
