import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { messageOf, systemCode } from '../../../protocol/errors.js';
import { CommandError } from '../command-error.js';

/**
 * Writes a plan file; one that is there is replaced only with `force`, and then as a whole.
 * @param file Absolute.
 * @throws CommandError `OutputFile`
 */
export async function savePlan(file: string, text: string, force: boolean): Promise<void> {
  try {
    if (force) await writeFileAtomic(file, text);
    else await writeFile(file, text, { flag: 'wx' });
  } catch (error) {
    throw new CommandError('OutputFile', explain(file, error), { cause: error });
  }
}

/** Writes to `file`, or to the first of `name-2.yaml`, `name-3.yaml` … that is free. Resolves to where. */
export async function savePlanBeside(file: string, text: (place: string) => string): Promise<string> {
  const ending = extname(file);
  for (let number = 1; ; number += 1) {
    const place = number === 1 ? file : `${file.slice(0, -ending.length)}-${number}${ending}`;
    try {
      await writeFile(place, text(place), { flag: 'wx' });
      return place;
    } catch (error) {
      if (systemCode(error) !== 'EEXIST') {
        throw new CommandError('OutputFile', explain(place, error), { cause: error });
      }
    }
  }
}

function explain(file: string, error: unknown): string {
  switch (systemCode(error)) {
    case 'EEXIST':
      return `${file} is there already. Replace it with --force, or name another file with --out.`;
    case 'EISDIR':
      return `${file} is a folder. Name a file with --out.`;
    case 'ENOENT':
    case 'ENOTDIR':
      return `The folder of ${file} does not exist. Create it first, or name another file with --out.`;
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return `This user may not write ${file}. Name another file with --out.`;
    default:
      return `${file} cannot be written: ${messageOf(error)}. Name another file with --out.`;
  }
}
