import { systemCode } from '../../protocol/errors.js';
import { explainWriteError } from './delivery-error.js';
import type { Delivery } from './delivery.js';
import { layOver } from './lay-over.js';
import { placeNew } from './place-new.js';
import { findTarget, holdsWorkingFolder, type TargetFolder } from './target-folder.js';
import type { WriteResult } from './write-result.js';

/** A folder where nothing is yet that a person could lose. */
export type NewFolder = TargetFolder & { readonly state: 'missing' | 'empty' | 'begun' };

/** An empty folder that cannot be replaced as a whole (a mount, a parent without permission) is filled in place. */
const CANNOT_REPLACE = new Set(['EBUSY', 'EPERM', 'EACCES', 'EROFS', 'EXDEV']);
/** Someone put something at the target while it was prepared. */
const TAKEN_MEANWHILE = new Set(['ENOTEMPTY', 'EEXIST', 'ENOTDIR']);

/** Whether nothing is at the target, or nothing but the notes of a delivery that was killed. */
export function isNew(target: TargetFolder): target is NewFolder {
  return target.state !== 'filled';
}

/** Writes a delivery where nothing is yet: the folder is replaced as a whole, or filled where it cannot be. */
export async function writeNew(target: NewFolder, delivery: Delivery, force: boolean): Promise<WriteResult> {
  const inPlace = (): Promise<WriteResult> =>
    layOver(target.path, delivery, { force, wantsRepository: true });
  switch (target.state) {
    case 'begun':
      return inPlace();
    case 'missing':
      return placeNew(target.path, delivery);
    case 'empty':
      if (holdsWorkingFolder(target.path)) return inPlace();
      try {
        return await placeNew(target.path, delivery);
      } catch (error) {
        if (!CANNOT_REPLACE.has(systemCode(error) ?? '')) throw error;
        return inPlace();
      }
  }
}

/**
 * Finds the folder that a user named and writes to it, once more when another command made it meanwhile.
 * @throws DeliveryError when it cannot be written, with what to do.
 */
export async function intoTarget(
  named: string,
  write: (target: TargetFolder) => Promise<WriteResult>,
): Promise<WriteResult> {
  try {
    const target = await findTarget(named);
    try {
      return await write(target);
    } catch (error) {
      // Only where nothing was: what a first attempt saved of a person's would be missing from the second's result.
      if (!isNew(target) || !TAKEN_MEANWHILE.has(systemCode(error) ?? '')) throw error;
      return await write(await findTarget(named));
    }
  } catch (error) {
    throw explainWriteError(error, named);
  }
}
