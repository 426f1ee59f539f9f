import { createHash } from 'node:crypto';
import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ArtifactStore } from '../protocol/artifact-store.js';
import type { ArtifactRef } from '../protocol/artifact.js';
import { MillwrightError, systemCode } from '../protocol/errors.js';
import { makeFolder, syncFolder, writeDurably } from './durable-file.js';
import { explainStoreError } from './store-error.js';

/** A temporary file older than this, in milliseconds, was left by a process that died; no write takes a day. */
const LEFTOVER_AGE_MS = 24 * 60 * 60 * 1000;

/** Within the store's folder, so that a rename out of it never crosses a disk. */
const TEMPORARY_FOLDER = 'incoming';

function sha256(content: Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

async function sweepLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    try {
      if (Date.now() - (await stat(file)).mtimeMs > LEFTOVER_AGE_MS) await rm(file, { force: true });
    } catch (error) {
      // Another process renamed or swept it between our two looks.
      if (systemCode(error) !== 'ENOENT') throw error;
    }
  }
}

async function readIfThere(file: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(file);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return undefined;
    throw error;
  }
}

function missing(ref: ArtifactRef, folder: string): MillwrightError {
  return new MillwrightError(
    'ArtifactMissing',
    `Artifact ${ref.sha256} (${String(ref.bytes)} bytes) is not in ${folder}. ` +
      'Use the MILLWRIGHT_HOME that the run was made with, or restore the folder from a backup; else start the run again.',
    { sha256: ref.sha256, bytes: ref.bytes, folder },
  );
}

function corrupt(ref: ArtifactRef, file: string, found: Uint8Array): MillwrightError {
  return new MillwrightError(
    'ArtifactCorrupt',
    `Artifact ${ref.sha256} is damaged: ${file} has ${String(found.byteLength)} bytes that are not the ` +
      `${String(ref.bytes)} bytes stored under that hash. Restore the file from a backup, or start the run again: ` +
      'storing the same content anew repairs it. Check the disk as well.',
    { sha256: ref.sha256, bytes: ref.bytes, file, foundBytes: found.byteLength, foundSha256: sha256(found) },
  );
}

/**
 * Artifacts as files of one folder: `ab/cdef…`, named by the SHA-256 of their bytes. Any number of processes may use it
 * at once. `put` of bytes whose file is damaged replaces the file; `has` looks at presence and size, `get` at the bytes.
 * @throws ArtifactStoreError (from any operation) when the folder cannot be used: disk full, no permission …
 */
export function createFolderStore(folder: string): ArtifactStore {
  const temporaryFolder = join(folder, TEMPORARY_FOLDER);
  const fileOf = (hash: string): string => join(folder, hash.slice(0, 2), hash.slice(2));

  let opened: Promise<void> | undefined;
  const open = async (): Promise<void> => {
    opened ??= makeFolder(temporaryFolder).then(() => sweepLeftovers(temporaryFolder));
    try {
      await opened;
    } catch (error) {
      // The cause may be gone by the next call.
      opened = undefined;
      throw error;
    }
  };

  return {
    async put(content) {
      const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content;
      const ref: ArtifactRef = { sha256: sha256(bytes), bytes: bytes.byteLength };
      const file = fileOf(ref.sha256);
      const shard = join(folder, ref.sha256.slice(0, 2));
      try {
        await open();
        await makeFolder(shard);
        const existing = await readIfThere(file);
        // The process that wrote an existing file may not have synced its entry yet, hence the sync here too.
        if (existing !== undefined && Buffer.compare(existing, bytes) === 0) await syncFolder(shard);
        else await writeDurably(file, bytes, temporaryFolder);
      } catch (error) {
        throw explainStoreError(error, `store an artifact in ${folder}`);
      }
      return ref;
    },

    async get(ref) {
      const file = fileOf(ref.sha256);
      let found: Uint8Array | undefined;
      try {
        found = await readIfThere(file);
      } catch (error) {
        throw explainStoreError(error, `read the artifact ${file}`);
      }
      if (found === undefined) throw missing(ref, folder);
      if (found.byteLength !== ref.bytes || sha256(found) !== ref.sha256) throw corrupt(ref, file, found);
      return found;
    },

    async has(ref) {
      const file = fileOf(ref.sha256);
      try {
        return (await stat(file)).size === ref.bytes;
      } catch (error) {
        if (systemCode(error) === 'ENOENT') return false;
        throw explainStoreError(error, `look for the artifact ${file}`);
      }
    },
  };
}
