import { cancel } from './commands/cancel.js';
import { check } from './commands/check.js';
import { demo } from './commands/demo.js';
import { dev } from './commands/dev.js';
import { doctor } from './commands/doctor.js';
import { fetch } from './commands/fetch.js';
import { follow } from './commands/follow.js';
import { generate } from './commands/generate.js';
import { open } from './commands/open.js';
import { pauseOrResume } from './commands/pause.js';
import { respond } from './commands/respond.js';
import { runs } from './commands/runs.js';
import { show } from './commands/show.js';
import { status } from './commands/status.js';
import { worker } from './commands/worker.js';
import type { CliContext, CommandResult } from './context.js';
import type { Invocation } from './arguments/invocation.js';

/** Carries out what was typed. */
export function runInvocation(context: CliContext, invocation: Invocation): Promise<CommandResult> {
  switch (invocation.command) {
    case 'generate':
      return generate(context, invocation);
    case 'follow':
      return follow(context, invocation.run);
    case 'runs':
      return runs(context, invocation.limit);
    case 'show':
      return show(context, invocation.run);
    case 'cancel':
      return cancel(context, invocation.run);
    case 'fetch':
      return fetch(context, invocation);
    case 'open':
      return open(context, invocation);
    case 'check':
      return check(context, invocation.folder);
    case 'respond':
      return respond(context, invocation);
    case 'pause':
    case 'resume':
      return pauseOrResume(context, invocation.run, invocation.command);
    case 'dev':
      return dev(context);
    case 'worker':
      return worker(context);
    case 'status':
      return status(context);
    case 'doctor':
      return doctor(context);
    case 'demo':
      return demo(context);
  }
}
