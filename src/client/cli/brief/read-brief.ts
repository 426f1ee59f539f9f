import { open, type FileHandle } from 'node:fs/promises';
import { resolve } from 'node:path';
import { addAbortSignal, type Readable } from 'node:stream';
import { messageOf, MillwrightError, systemCode } from '../../../protocol/errors.js';
import { briefProblem, LONGEST_BRIEF_BYTES } from '../../../protocol/generate-input.js';
import { CommandError, Interrupted } from '../command-error.js';
import type { BriefSource } from '../arguments/invocation.js';

export interface BriefReader {
  readonly cwd: string;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** One line for a person who is expected to type. */
  readonly onPrompt: (line: string) => void;
  /** Aborted by Ctrl-C: nobody waits for the end of a brief then. */
  readonly interrupted: AbortSignal;
}

/**
 * The text of a brief.
 * @throws MillwrightError `InvalidBrief` for what cannot be worked on; CommandError `Usage` for a file that cannot be read;
 * Interrupted.
 */
export async function readBrief(source: BriefSource, reader: BriefReader): Promise<string> {
  const text = await textOf(source, reader);
  const problem = briefProblem(text);
  if (problem !== undefined) throw invalid(`The brief ${problem}`);
  return text;
}

async function textOf(source: BriefSource, reader: BriefReader): Promise<string> {
  switch (source.from) {
    case 'argument':
      return decode(new TextEncoder().encode(source.text));
    case 'file':
      return decode(await readFileOf(source.path, reader.cwd));
    case 'stdin':
      if (reader.stdin.isTTY === true)
        reader.onPrompt('Write the brief; end it with Ctrl-D on a line of its own.');
      return decode(await readUntilInterrupted(reader));
  }
}

async function readUntilInterrupted({ stdin, interrupted }: BriefReader): Promise<Uint8Array> {
  try {
    return await readUpTo(addAbortSignal(interrupted, stdin));
  } catch (error) {
    if (interrupted.aborted) throw new Interrupted('Nothing was started.');
    throw error;
  }
}

async function readFileOf(path: string, cwd: string): Promise<Uint8Array> {
  let file: FileHandle | undefined;
  try {
    file = await open(resolve(cwd, path), 'r');
    return await readUpTo(file.createReadStream({ autoClose: false }));
  } catch (error) {
    if (error instanceof MillwrightError) throw error;
    throw new CommandError('Usage', `The brief ${JSON.stringify(path)} cannot be read: ${reasonOf(error)}.`, {
      cause: error,
    });
  } finally {
    await file?.close();
  }
}

/** Why a file cannot be read, as the end of a sentence. */
export function reasonOf(error: unknown): string {
  switch (systemCode(error)) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'EACCES':
    case 'EPERM':
      return 'this user may not read it';
    default:
      return messageOf(error);
  }
}

/** Reads to the end, and no further than a brief may go: the source may be endless. */
async function readUpTo(stream: Readable): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of stream as AsyncIterable<Uint8Array | string>) {
    const part = typeof chunk === 'string' ? new TextEncoder().encode(chunk) : chunk;
    chunks.push(part);
    bytes += part.byteLength;
    if (bytes > LONGEST_BRIEF_BYTES) throw tooLong();
  }
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array): string {
  if (bytes.byteLength > LONGEST_BRIEF_BYTES) throw tooLong();
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw invalid('The brief is in UTF-16. Save it as UTF-8.');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw invalid(
      'The brief is not text in UTF-8. Give a text file (Markdown is fine), not a document or an image.',
    );
  }
}

function tooLong(): MillwrightError {
  return invalid(
    `The brief is over ${String(LONGEST_BRIEF_BYTES)} bytes. Give the part that says what to build, and leave out attachments and logs.`,
  );
}

function invalid(message: string): MillwrightError {
  return new MillwrightError('InvalidBrief', message);
}
