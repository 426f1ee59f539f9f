// Runs inside the sandbox, in front of a service: starts it, carries connections from the host to it, passes a signal
// on, and says how it ended. The host listens on the socket; in here nothing is created that the host would follow.
//
//   node service-launcher.mjs SOCKET PORT PROGRAM [ARGUMENT …]
//
// One connection, greeted "control", carries lines of JSON: in {"open": n} or {"signal": "SIGTERM"}; out {"refused": n}
// or {"exitCode", "signal", "others"}. For each connection to the service one more goes to the host, greeted "n".
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';

const [socketPath, port, program, ...args] = process.argv.slice(2);

/** After the service itself has ended, its own processes have this long to follow. */
const OTHERS_MS = 2_000;
const POLL_MS = 20;
/** "LISTEN" in /proc/net/tcp. */
const LISTENING = '0A';

const control = connect(socketPath);
const say = (message) => new Promise((resolve) => control.write(`${JSON.stringify(message)}\n`, resolve));

/** Processes in here beside the sandbox's first one and this launcher. */
function others() {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && name !== '1' && name !== String(process.pid))
    .map(Number)
    .sort((a, b) => a - b);
}

function descriptors(pid) {
  try {
    return readdirSync(`/proc/${pid}/fd`).map((fd) => readlinkSync(`/proc/${pid}/fd/${fd}`));
  } catch {
    return [];
  }
}

/** The first process that listens on the port. It may sit behind npm and a shell, which do not all pass signals on. */
function listener() {
  const sockets = ['/proc/net/tcp', '/proc/net/tcp6']
    .flatMap((table) => readFileSync(table, 'utf8').split('\n').slice(1))
    .map((line) => line.trim().split(/\s+/))
    .filter(
      ([, local, , state]) => state === LISTENING && parseInt(local.split(':').at(-1), 16) === Number(port),
    )
    .map((fields) => `socket:[${fields[9]}]`);
  return others().find((pid) => descriptors(pid).some((target) => sockets.includes(target)));
}

function signalService(service, name) {
  const pid = listener();
  if (pid === undefined) service.kill(name);
  else process.kill(pid, name);
}

function open(id) {
  const service = connect({ host: '127.0.0.1', port: Number(port) });
  service.once('error', () => say({ refused: id }));
  service.once('connect', () => {
    service.removeAllListeners('error');
    const tunnel = connect(socketPath);
    for (const [from, to] of [
      [service, tunnel],
      [tunnel, service],
    ]) {
      from.on('error', () => to.destroy());
      from.on('close', () => to.destroy());
    }
    tunnel.write(`${id}\n`);
    tunnel.pipe(service);
    service.pipe(tunnel);
  });
}

control.once('connect', () => {
  control.write('control\n');
  const service = spawn(program, args, { stdio: ['ignore', 'inherit', 'inherit'] });
  const lines = createInterface({ input: control });
  lines.on('error', () => process.exit(1));
  lines.on('line', (line) => {
    const message = JSON.parse(line);
    if (message.open !== undefined) open(message.open);
    if (message.signal !== undefined) signalService(service, message.signal);
  });
  const finish = async (exitCode, signal) => {
    const deadline = Date.now() + OTHERS_MS;
    while (others().length > 0 && Date.now() < deadline)
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    await say({ exitCode, signal, others: others().length });
    process.exit(0);
  };
  service.once('error', (error) => {
    process.stderr.write(`${error.message}\n`);
    void finish(127, null);
  });
  service.once('exit', (code, signal) => void finish(code, signal));
});
control.on('close', () => process.exit(1));
control.on('error', () => process.exit(1));
