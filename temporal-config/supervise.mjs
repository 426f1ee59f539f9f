// Runs a program and ends it, and all that it started, when whoever started this process is gone, however that came
// about: the channel to it closes on an orderly end and on SIGKILL alike. Plain JavaScript, so that it runs the same
// beside the sources and beside `dist/`.
//
// Usage: node supervise.mjs GRACE_MS PROGRAM [ARGUMENT …], with an IPC channel, as the leader of a process group.
// It reports { pid } once the program runs, then { exit: { code, signal } } or { error }.
import { spawn } from 'node:child_process';

// Whoever started this was gone before this line: a close that came while the module was loading was heard by nobody.
if (!process.connected) process.exit(1);

const [graceMs, program, ...args] = process.argv.slice(2);
const child = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });

/** Ends this process too: it leads the group. */
function killGroup() {
  process.kill(-process.pid, 'SIGKILL');
}

function report(message, then) {
  if (process.connected) process.send(message, then);
  else then();
}

let ending = false;
function end() {
  if (ending) return;
  ending = true;
  child.kill('SIGTERM');
  setTimeout(killGroup, Number(graceMs));
}

child.on('spawn', () => {
  // A channel that closes under this message is told of by 'disconnect'.
  report({ pid: child.pid }, () => undefined);
});
child.on('error', (error) => {
  report({ error: error.message }, killGroup);
});
child.on('exit', (code, signal) => {
  report({ exit: { code, signal } }, killGroup);
});
process.on('disconnect', end);
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, end);
