import { readFile } from 'node:fs/promises';
import { execa } from 'execa';
import { z } from 'zod';

/** One process for good: a pid alone comes round again. */
export const processIdentitySchema = z.object({
  pid: z.number().int().positive(),
  /** When it started, in the system's own words; compared for equality only. */
  started: z.string(),
});
export type ProcessIdentity = z.infer<typeof processIdentitySchema>;

/** The process that has `pid` now; undefined when there is none. */
export async function identify(pid: number): Promise<ProcessIdentity | undefined> {
  const started = process.platform === 'linux' ? await startedOnLinux(pid) : await startedElsewhere(pid);
  return started === undefined ? undefined : { pid, started };
}

/** Whether that very process still runs. */
export async function isAlive(identity: ProcessIdentity): Promise<boolean> {
  return (await identify(identity.pid))?.started === identity.started;
}

/** Clock ticks since boot: field 22 of /proc/PID/stat, counted after the name, which may hold spaces and brackets. */
async function startedOnLinux(pid: number): Promise<string | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not heard yet.
  return fields?.[0] === 'Z' ? undefined : fields?.[19];
}

async function startedElsewhere(pid: number): Promise<string | undefined> {
  const { stdout, failed } = await execa('ps', ['-o', 'lstart=', '-p', String(pid)], { reject: false });
  return failed || stdout.trim() === '' ? undefined : stdout.trim();
}
