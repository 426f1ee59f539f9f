import { constants } from 'node:fs';
import { access, mkdir } from 'node:fs/promises';
import { messageOf } from '../../../protocol/errors.js';
import { CommandError } from '../command-error.js';

/** Makes the folder of all state. @throws CommandError `Home` when it cannot be made or written. */
export async function requireHome(home: string): Promise<void> {
  try {
    await mkdir(home, { recursive: true });
    await access(home, constants.W_OK | constants.X_OK);
  } catch (cause) {
    const why = messageOf(cause);
    throw new CommandError(
      'Home',
      `Millwright keeps its state in ${home}, which cannot be written (${why}). Correct its permissions, or set MILLWRIGHT_HOME to a folder of yours.`,
      { cause },
    );
  }
}
