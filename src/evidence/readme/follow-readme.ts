import type { ProofStep } from '../../protocol/evidence.js';
import { failed, passed, unproven, type Outcome } from './outcome.js';
import { moveOf, ReaderShell } from './reader-shell.js';
import { readmeCommands } from './readme-commands.js';
import { withoutHeredocs } from './shell-scan.js';
import { commandsOf, notFound, programOf, SETTINGS, setsVariables, withoutComment } from './shell-line.js';
import {
  askService,
  portAsked,
  waitForAnswer,
  type RunningService,
  type StartedService,
  type StartLine,
} from './started-service.js';
import { telling, toldIn, wordsOfCommand } from './told-variables.js';

export type { StartedService, StartLine } from './started-service.js';

const STOP_GRACE_MS = 5_000;
/** Commands of one README that are run; a longer one is no longer a README. */
const MOST_COMMANDS = 40;
/** Commands after those that are named, each by itself. */
const MOST_NAMED = 60;
const TOO_MANY = `a README is followed for ${MOST_COMMANDS} commands`;
/** Of one command, and of all: whoever reads a README does not wait longer either. */
const COMMAND_MS = 60_000;
const README_MS = 8 * 60_000;
/** Of a service: it outlives the last command, which may begin at the last moment. */
const SERVICE_MS = README_MS + 2 * COMMAND_MS;
/** What a shell ends with when it does not find a program. */
const NOT_FOUND = 127;

export interface LineRun {
  readonly exitCode: number | null;
  /** The last words of all that was printed. */
  readonly output: string;
  /** What was printed there, from its beginning. */
  readonly stdout: string;
  /** It was ended because it did not end by itself. */
  readonly timedOut: boolean;
}

/** What following a README needs of a sandbox. Each operation @throws an error that says nothing of the README. */
export interface ReadmeUnderProof {
  /** The folder that a reader has it in. */
  readonly name: string;
  /** Runs a script by the shell, in the project, for so many milliseconds at most. */
  run(script: string, wallMs: number): Promise<LineRun>;
  /** Starts what a line starts. Resolves to a sentence where that cannot be done here, which says nothing of the README either. */
  start(line: StartLine): Promise<StartedService | string>;
  /** Where a service listens when the README asks none. */
  readonly port: number;
  /** Lines that start a service and do not end by themselves. */
  readonly starts: readonly string[];
  /** What verification has run already, by line. */
  readonly known: ReadonlyMap<string, Outcome>;
  /** Milliseconds of the clock. */
  now(): number;
}

/** What a sandbox without a network cannot do. */
const NEEDS_NETWORK =
  /^(?:npm (?:ci|i|install|add|exec|publish|audit|update)\b|npx\b|(?:pnpm|yarn|bun) (?:i|install|add|dlx|up|update)\b|yarn$|docker\b|podman\b|git (?:clone|push|pull|fetch)\b|wget\b|pip\b|brew\b|apt(?:-get)?\b)/;
const IS_CLIENT = /^(?:curl|wget|http|https|xh)$/;
const ASKS_THIS_MACHINE =
  /\b\w+:\/\/(?:[^\s@/]*@)?(?:localhost|127\.0\.0\.1|\[::1\])|\b(?:localhost|127\.0\.0\.1):\d/;
/** A shell takes its settings from a file of the machine. */
const READS_ELSEWHERE = /^(?:\.|source)\s+["']?(?:[~/]|\.\.\/|\$\{?HOME\b)/;
/** A file of settings that a reader keeps for themselves. */
const OWN_SETTINGS = /(?<=[\s"'<=])(?:[\w.-]+\/)*\.env[\w.-]*/;
const NO_NETWORK = 'it needs a network, which the sandbox does not have';

/** What is known of a page before it is followed. */
interface Page {
  /** Where its service listens, by its own words. */
  readonly port: number;
  /** Ports that its lines set for what they start. */
  readonly others: ReadonlySet<number>;
}

/** Somebody who follows a page from top to bottom. */
interface Reader {
  readonly project: ReadmeUnderProof;
  readonly page: Page;
  readonly shell: ReaderShell;
  service: RunningService | undefined;
}

/**
 * Runs every command of a README as somebody would who reads it from top to bottom, each a step named for it: in a sandbox of its
 * own, with the variables and in the folder of those before it. What verification ran already is not run again, and what needs a
 * network, or cannot be followed here, is unproven.
 */
export async function followReadme(
  markdown: string,
  project: ReadmeUnderProof,
): Promise<readonly ProofStep[]> {
  const steps: ProofStep[] = [];
  const done = new Set<string>();
  const all = readmeCommands(markdown);
  const commands = all.slice(0, MOST_COMMANDS);
  const page = readAhead(
    commands.map(({ line }) => line),
    project,
  );
  const reader: Reader = { project, page, shell: new ReaderShell(project.name), service: undefined };
  const end = project.now() + README_MS;
  try {
    for (const { line, about, first, whole } of commands) {
      if (first) reader.shell.startBlock();
      const command = withoutComment(line);
      const key = `${reader.shell.folder}\0${command}`;
      const isKnown = done.has(key);
      // What only moves or sets something is done again, and said once.
      const isState = moveOf(command)?.then === '' || setsVariables(command);
      if (isKnown && !isState) continue;
      let outcome: Outcome;
      if (project.now() >= end)
        outcome = unproven(`the commands before it took ${README_MS / 60_000} minutes`);
      else if (!whole) outcome = unproven('what it begins does not end in its block');
      else outcome = await follow(command, about, reader);
      done.add(key);
      if (!isKnown) steps.push({ step: line, ...outcome });
    }
  } finally {
    await reader.service?.handle.stop(STOP_GRACE_MS);
  }
  const named = new Set(steps.map(({ step }) => step));
  const rest = all.slice(MOST_COMMANDS).map(({ line }) => line);
  return [...steps, ...notFollowed([...new Set(rest)].filter((line) => !named.has(line)))];
}

/** What is not run any more is said all the same; of a page that has no end, its number. */
function notFollowed(lines: readonly string[]): readonly ProofStep[] {
  const more = lines.length - MOST_NAMED;
  return lines.slice(0, MOST_NAMED).map((step, index) => {
    const isLast = more > 0 && index === MOST_NAMED - 1;
    return { step, ...unproven(isLast ? `${TOO_MANY}; ${more} after it are not run either` : TOO_MANY) };
  });
}

/** The port of the first line that asks a service on this machine, and those that lines set. */
function readAhead(lines: readonly string[], project: ReadmeUnderProof): Page {
  const shell = new ReaderShell(project.name);
  const others = new Set<number>();
  let port: number | undefined;
  for (const command of lines.map(withoutComment)) {
    shell.set(command);
    const set = portSet(command) ?? exportedPort(shell);
    if (set !== undefined) others.add(set);
    port ??= portAsked(command, shell.variables);
  }
  return { port: port ?? project.port, others };
}

/** The port that a line sets for what it starts. */
function portSet(line: string): number | undefined {
  const port = /(?:^| )PORT=["']?(\d+)["']? /.exec(SETTINGS.exec(line)?.[0] ?? '')?.[1];
  return port === undefined ? undefined : Number(port);
}

function exportedPort(shell: ReaderShell): number | undefined {
  const port = shell.exported('PORT');
  return port !== undefined && /^\d+$/.test(port) ? Number(port) : undefined;
}

async function follow(command: string, about: string, reader: Reader): Promise<Outcome> {
  const { project, shell } = reader;
  const move = moveOf(command);
  if (move !== undefined) {
    const moved = await go(move.word, reader);
    return move.then === '' || moved.outcome !== 'passed' ? moved : follow(move.then, about, reader);
  }
  const commands = commandsOf(command);
  const cannot = whyNot(command, commands, shell);
  if (cannot !== undefined) {
    const fetches = commands.some((each) => each.startsWith('git clone'));
    if (fetches && !commands.some((each) => programOf(each) === 'cd')) shell.clone();
    shell.forget(command);
    return unproven(cannot);
  }
  if (shell.set(command)) return passed('it holds for the lines after it');
  const known = shell.folder === '.' ? project.known.get(command) : undefined;
  if (known !== undefined) return known;
  const { lost } = shell;
  const outcome = await attempt(command, about, reader);
  if (outcome.outcome !== 'failed' || lost === undefined) return outcome;
  return unproven(`what "${lost}" sets is not known here, and it may need that; ${outcome.detail}`);
}

async function attempt(command: string, about: string, reader: Reader): Promise<Outcome> {
  const { project, page, shell } = reader;
  if (command.startsWith('curl '))
    return askService(command, shell.variables, { about, others: page.others }, reader.service);
  const commands = commandsOf(command);
  if (commands.some((each) => IS_CLIENT.test(programOf(each)))) {
    shell.forget(command);
    return unproven('it asks the service in a way that is not followed here');
  }
  const started = command.replace(/\s*&$/, '');
  if (project.starts.includes(started.replace(SETTINGS, ''))) return start(started, reader);
  return setsVariables(command) ? takeOver(command, reader) : run(command, reader);
}

/** Why a line is not even tried. */
function whyNot(command: string, commands: readonly string[], shell: ReaderShell): string | undefined {
  if (commands.some((each) => NEEDS_NETWORK.test(each))) return NO_NETWORK;
  if (/<[\w -]+>|\bYOUR_|…/.test(withoutHeredocs(command))) return 'it has something to fill in';
  if (commands.some((each) => READS_ELSEWHERE.test(each)))
    return 'it reads a file that is not of the project';
  const unknown = shell.unknownIn(command);
  return unknown === undefined
    ? undefined
    : `it uses ${unknown}, which a line before it sets to what is not known here`;
}

async function go(word: string, { project, shell }: Reader): Promise<Outcome> {
  const to = shell.destination(word);
  if (to === 'here') return passed("it is the project's folder");
  if (to === 'outside') return unproven('it leads out of the project');
  const { exitCode, output } = await project.run(`cd '${to.path}'`, COMMAND_MS);
  if (exitCode !== 0) return failed(`ended with exit code ${exitCode ?? 'none'}`, output);
  shell.go(to.path);
  return passed('the lines after it are run there');
}

async function start(line: string, reader: Reader): Promise<Outcome> {
  const { project, page, shell, service } = reader;
  const port = portSet(line) ?? exportedPort(shell) ?? page.port;
  if (service !== undefined)
    return service.port === port
      ? passed('it runs already')
      : unproven(`it runs already, on port ${service.port}`);
  const handle = await project.start({ line, port, before: shell.before, wallMs: SERVICE_MS });
  if (typeof handle === 'string') return unproven(handle);
  reader.service = { handle, port };
  return waitForAnswer(reader.service, () => project.now());
}

/** Runs a line that sets variables, once: the lines after it have the values that it left. */
async function takeOver(command: string, reader: Reader): Promise<Outcome> {
  const { project, shell } = reader;
  const ran = await project.run(telling(shell.before, command), COMMAND_MS);
  const outcome = await judged(command, { ...ran, output: wordsOfCommand(ran.output) }, project);
  const told = outcome.outcome === 'passed' ? toldIn(ran.stdout) : undefined;
  if (told !== undefined) shell.take(told);
  const [file] = OWN_SETTINGS.exec(command) ?? [];
  const isMissing =
    file !== undefined && (told === undefined || told.values.size === 0) && !(await isThere(file, reader));
  if (told === undefined || isMissing) shell.forget(command);
  return isMissing ? unproven(`it reads ${file}, which a reader has to write first`) : outcome;
}

async function isThere(file: string, { project, shell }: Reader): Promise<boolean> {
  const { exitCode } = await project.run(`${shell.before}test -e '${file}'`, COMMAND_MS);
  return exitCode === 0;
}

async function run(command: string, { project, shell }: Reader): Promise<Outcome> {
  return judged(command, await project.run(`${shell.before}${command}`, COMMAND_MS), project);
}

async function judged(
  command: string,
  { exitCode, output, timedOut }: LineRun,
  project: ReadmeUnderProof,
): Promise<Outcome> {
  if (timedOut) return unproven(`it did not end by itself within ${COMMAND_MS / 1000} s`);
  if (exitCode === 0) return passed('ended with exit code 0');
  const missing = exitCode === NOT_FOUND ? notFound(command, output) : undefined;
  if (missing !== undefined && (await isForeign(missing, project)))
    return unproven(`it needs ${missing}, which is not in the sandbox`);
  if (ASKS_THIS_MACHINE.test(command))
    return unproven(`it asks something on this machine that is not there (exit code ${exitCode ?? 'none'})`);
  return failed(`ended with exit code ${exitCode ?? 'none'}`, output);
}

/** A program of somebody else: neither the project nor its packages bring it. Theirs a reader would not find by its name alone. */
async function isForeign(program: string, project: ReadmeUnderProof): Promise<boolean> {
  if (program === project.name || !/^[\w.@+-]+$/.test(program)) return false;
  const { exitCode } = await project.run(`test -e 'node_modules/.bin/${program}'`, COMMAND_MS);
  return exitCode !== 0;
}
