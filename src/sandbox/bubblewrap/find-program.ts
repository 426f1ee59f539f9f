import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** Full path of `name` in one of the folders of `path`; undefined when it is not there. */
export async function findProgram(
  name: string,
  path: string = process.env.PATH ?? '',
): Promise<string | undefined> {
  for (const folder of path.split(delimiter)) {
    if (folder === '') continue;
    const program = join(folder, name);
    const executable = await access(program, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return program;
  }
  return undefined;
}
