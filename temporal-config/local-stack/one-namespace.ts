import { ConfigError } from '../../src/config.js';

/**
 * All who use the local stack of a home have the same namespace: its worker serves one only, and a run in another would wait
 * for ever.
 *
 * @param used the namespace of process `pid`, which uses the stack.
 * @throws ConfigError naming both when `wanted` is another.
 */
export function requireSameNamespace(wanted: string, used: string, pid: number): void {
  if (wanted === used) return;
  throw new ConfigError(
    `The local stack is used with namespace ${used} (by process ${pid}), and this command has TEMPORAL_NAMESPACE=${wanted}.\n` +
      `Set TEMPORAL_NAMESPACE=${used}, or end process ${pid} first, or have a stack beside it with a home of its own: MILLWRIGHT_HOME=FOLDER`,
  );
}
