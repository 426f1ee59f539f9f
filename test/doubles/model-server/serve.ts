import { parseArgs } from 'node:util';
import { MODELS, startModelServer } from './model-server.js';
import { referenceNames } from './reference.js';

/** The double as a program, for a person or a test that points `OPENAI_BASE_URL` at it. */
export async function serve(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      reference: { type: 'string' },
      port: { type: 'string', default: '0' },
      seed: { type: 'string', default: '1' },
      faults: { type: 'string', default: 'none' },
      prompts: { type: 'string' },
    },
  });
  const { reference, port, seed, faults, prompts } = values;
  const names = (await referenceNames()).join(', ');
  if (reference === undefined) throw new Error(`Name a reference with --reference: ${names}.`);
  if (faults !== 'none' && faults !== 'standard') throw new Error('--faults is "none" or "standard".');
  const server = await startModelServer({
    reference,
    port: Number(port),
    seed,
    faults,
    ...(prompts === undefined ? {} : { promptFolder: prompts }),
  });
  const { light, standard, strong } = MODELS;
  process.stdout.write(`OPENAI_BASE_URL=${server.url}\nmodels: ${light}, ${standard}, ${strong}\n`);
  await new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
  const calls = server.calls();
  const faulty = calls.filter(({ fault }) => fault !== null).length;
  process.stdout.write(`${calls.length} calls, ${faulty} of them faulty on purpose\n`);
  for (const violation of server.violations()) process.stdout.write(`not allowed: ${violation}\n`);
  await server.stop();
}
