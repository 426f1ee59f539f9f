import { InvalidArgumentError, Option } from 'commander';
import { PROJECT_KINDS } from '../../../protocol/analysis.js';
import { sandboxChoiceSchema } from '../../../protocol/generate-input.js';

/** Reads a text. @throws InvalidArgumentError when there is none: what a shell makes of a variable that is not set. */
export function filled(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty: is a variable of the shell not set?');
  return text;
}

/** Reads a whole number. @throws InvalidArgumentError naming the bounds. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!/^\d+$/.test(text) || value < least || value > most) {
      throw new InvalidArgumentError(`It is a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** Reads an amount of US dollars. @throws InvalidArgumentError */
export function readDollars(text: string): number {
  const value = Number(text);
  if (!/^\d+(\.\d+)?$/.test(text) || value <= 0 || value > 1_000_000) {
    throw new InvalidArgumentError('It is an amount in US dollars above 0, such as 2.50.');
  }
  return value;
}

export const JSON_OPTION = ['--json', 'print one JSON document for a program'] as const;

/** What blueprints or a model are asked to make of a brief that does not say it, or says it in words that are not read. */
export function kindOption(): Option {
  return new Option(
    '--kind <kind>',
    'what it becomes (default: taken from the brief); frontend and fullstack take a model',
  ).choices(PROJECT_KINDS);
}

export function authorOption(): Option {
  return new Option(
    '--author <who>',
    'who writes: model, blueprint, or auto (a model where one is configured; the default)',
  ).choices(['auto', 'blueprint', 'model']);
}

/** On every command that can spend. */
export function maxCostOption(what: string): Option {
  return new Option('--max-cost <usd>', what).argParser(readDollars);
}

/** What this version can do of the choices: a container engine is not among them yet. */
const SANDBOXES = sandboxChoiceSchema.exclude(['container']).options;

export function sandboxOption(): Option {
  return new Option(
    '--sandbox <how>',
    'how generated code may be run; none runs it bare on this machine',
  ).choices(SANDBOXES);
}
