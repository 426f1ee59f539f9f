import { guessedFile, guessedName, guessedPackage, replaceWord } from './guess.js';
import { wordsIn, type Prompt } from './prompt.js';
import { specOf, withSlip, type Reference } from './reference.js';
import { importsOf, membersIn, packageOf } from './source-facts.js';

/**
 * The file as somebody writes it who knows the craft and what the prompt shows, and nothing else of the project: names of
 * other files that the prompt does not declare are guessed, so are exports that it does not ask for by name and packages that
 * it does not list, and a requirement that it does not state is got wrong. With all of it shown, it is the reference's file.
 */
export function writeFile(reference: Reference, path: string, prompt: Prompt): string {
  const steps = [breakUnstated, guessPackages, guessExports, guessDependencies];
  return steps.reduce(
    (content, step) => step(reference, path, content, prompt),
    reference.files.get(path) ?? '',
  );
}

type Step = (reference: Reference, path: string, content: string, prompt: Prompt) => string;

const breakUnstated: Step = (reference, path, content, prompt) => {
  const stated = wordsIn(prompt.section('Requirements'));
  const unstated = new Map(
    reference.slips
      .filter((slip) => slip.path === path && !stated.has(slip.requirement))
      .map((slip) => [slip.requirement, slip]),
  );
  const slipped = [...unstated.values()].reduce(withSlip, content);
  return path.endsWith('.test.ts')
    ? slipped.replace(/\[(R\d+)\] /g, (title, id: string) => (stated.has(id) ? title : ''))
    : slipped;
};

const guessPackages: Step = (_reference, path, content, prompt) => {
  const listed = `${prompt.section('Packages')}\n${prompt.section('Manifest')}`;
  return importsOf(path, content).reduce((text, { specifier, path: target }) => {
    const name = packageOf(specifier);
    const isKnown = target !== undefined || specifier.startsWith('node:') || names(listed, name);
    return isKnown ? text : text.replaceAll(`'${specifier}'`, `'${guessedPackage(name)}'`);
  }, content);
};

function names(listed: string, name: string): boolean {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\w@/-])${escaped}(?![\\w/-])`).test(listed);
}

const guessExports: Step = (reference, path, content, prompt) => {
  const asked = wordsIn(prompt.section('Contract'));
  const planned = specOf(reference, path)?.contract.exports.map((each) => each.export) ?? [];
  return planned
    .filter((name) => !asked.has(name))
    .reduce((text, name) => replaceWord(text, name, guessedName(name)), content);
};

const guessDependencies: Step = (reference, path, content, prompt) =>
  importsOf(path, content).reduce((text, { specifier, path: target, names: imported }) => {
    if (target === undefined) return text;
    const declared = prompt.declarations.get(target);
    const tree = prompt.section('Project tree');
    const known = wordsIn(declared ?? '');
    const contract = specOf(reference, target)?.contract.exports ?? [];
    const members = membersIn(contract.map(({ declaration }) => declaration).join('\n'));
    const guessed = [...imported, ...members]
      .filter((name) => !known.has(name))
      .reduce(
        (guess, name) =>
          imported.includes(name)
            ? replaceWord(guess, name, guessedName(name))
            : guess.replace(new RegExp(`\\.${name}(?![\\w$])`, 'g'), `.${guessedName(name)}`),
        text,
      );
    return declared !== undefined || tree.includes(target)
      ? guessed
      : guessed.replaceAll(`'${specifier}'`, `'${guessedFile(specifier)}'`);
  }, content);
