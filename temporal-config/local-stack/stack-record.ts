import { readFile } from 'node:fs/promises';
import writeFileAtomic from 'write-file-atomic';
import { z } from 'zod';
import { ConfigError, homeFolders } from '../../src/config.js';
import { messageOf } from '../../src/protocol/errors.js';
import { processIdentitySchema } from './process-identity.js';

const stackRecordSchema = z.object({
  /** Of the Millwright that hosts. */
  version: z.string(),
  state: z.enum(['starting', 'ready', 'ended']),
  host: processIdentitySchema,
  server: processIdentitySchema.nullable(),
  worker: processIdentitySchema.nullable(),
  /** Whether the host keeps a worker; it may be between two of them. */
  keepsWorker: z.boolean(),
  serverPort: z.number().int(),
  uiPort: z.number().int(),
  namespace: z.string(),
});

/**
 * What the lock file says of the local stack. Only the process with the hold writes it. It stays behind when the host
 * ends, and says which ports its guests count on.
 */
export type StackRecord = z.infer<typeof stackRecordSchema>;

/** The record, or undefined where there is none that can be read. */
export async function readStackRecord(home: string): Promise<StackRecord | undefined> {
  const text = await readFile(homeFolders(home).lock, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    return stackRecordSchema.parse(JSON.parse(text));
  } catch {
    // Written by another version; the hold, not this file, says who hosts.
    return undefined;
  }
}

/** @throws ConfigError when it cannot be written. */
export async function writeStackRecord(home: string, record: StackRecord): Promise<void> {
  const { lock } = homeFolders(home);
  try {
    await writeFileAtomic(lock, `${JSON.stringify(record, null, 2)}\n`);
  } catch (error) {
    throw new ConfigError(
      `${lock}, by which other commands find the local stack, cannot be written: ${messageOf(error)}\n` +
        'Make room on that disk, or correct its permissions.',
    );
  }
}
