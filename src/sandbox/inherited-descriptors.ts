import { readdirSync, readFileSync } from 'node:fs';

/** O_CLOEXEC as /proc/PID/fdinfo writes it, in octal. */
const CLOSED_ON_EXEC = 0o2000000;

function isInherited(descriptor: number): boolean {
  try {
    const info = readFileSync(`/proc/self/fdinfo/${String(descriptor)}`, 'utf8');
    const flags = parseInt(/^flags:\s*([0-7]+)$/m.exec(info)?.[1] ?? '', 8);
    return Number.isNaN(flags) || (flags & CLOSED_ON_EXEC) === 0;
  } catch {
    // It was the one that listed the folder.
    return false;
  }
}

/**
 * Descriptors above the first four that a child of this process would get although nobody gave them: whoever started
 * Millwright may have left files or pipes open, and a sandbox must not be handed those. Linux alone tells; elsewhere none.
 */
export function inheritedDescriptors(): readonly number[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc/self/fd')
    .map(Number)
    .filter((descriptor) => descriptor > 3 && isInherited(descriptor));
}
