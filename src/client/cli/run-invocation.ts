import type { CliContext, CommandResult } from './context.js';
import type { Invocation } from './arguments/invocation.js';

/** Carries out what was typed. Each command is loaded by itself: most need little of what the others do. */
export async function runInvocation(context: CliContext, invocation: Invocation): Promise<CommandResult> {
  switch (invocation.command) {
    case 'generate':
      return (await import('./commands/generate.js')).generate(context, invocation);
    case 'plan':
      return (await import('./commands/plan.js')).plan(context, invocation);
    case 'follow':
      return (await import('./commands/follow.js')).follow(context, invocation);
    case 'runs':
      return (await import('./commands/runs.js')).runs(context, invocation.limit);
    case 'show':
      return (await import('./commands/show.js')).show(context, invocation.run);
    case 'cancel':
      return (await import('./commands/cancel.js')).cancel(context, invocation.run);
    case 'fetch':
      return (await import('./commands/fetch.js')).fetch(context, invocation);
    case 'open':
      return (await import('./commands/open.js')).open(context, invocation);
    case 'check':
      return (await import('./commands/check.js')).check(context, invocation.folder);
    case 'models':
      return (await import('./commands/models.js')).models(context, invocation);
    case 'respond':
      return (await import('./commands/respond.js')).respond(context, invocation);
    case 'pause':
      return (await import('./commands/pause.js')).pause(context, invocation.run);
    case 'resume':
      return (await import('./commands/pause.js')).resume(context, invocation);
    case 'dev':
      return (await import('./commands/dev.js')).dev(context);
    case 'worker':
      return (await import('./commands/worker.js')).worker(context);
    case 'status':
      return (await import('./commands/status.js')).status(context);
    case 'doctor':
      return (await import('./commands/doctor.js')).doctor(context);
    case 'demo':
      return (await import('./commands/demo.js')).demo(context);
  }
}
