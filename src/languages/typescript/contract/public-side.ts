import ts from 'typescript';
import { isNamedDeclaration } from '../declared-names.js';
import type { AmbientDeclaration } from './ambient-declaration.js';

interface Replacement {
  readonly node: ts.Node;
  readonly by: string;
}

/**
 * A planned class as it is compared. Without the members that only the class sees: with them two equal classes are strangers to
 * the compiler, and a contract is about the others. And under `plannedName`: its own name is left to the real class, which is
 * the one that it takes and gives back.
 */
export function publicSide(declaration: AmbientDeclaration, plannedName: string): AmbientDeclaration {
  const { text, localName, names } = declaration;
  const source = ts.createSourceFile('planned.ts', text, ts.ScriptTarget.ESNext, true);
  const replacements = source.statements.flatMap((statement): readonly Replacement[] => {
    if (!isNamedDeclaration(statement) || statement.name?.text !== localName) return [];
    const hidden = ts.isClassDeclaration(statement) ? statement.members.filter(isHidden) : [];
    return [{ node: statement.name, by: plannedName }, ...hidden.map((node) => ({ node, by: '' }))];
  });
  return {
    ...declaration,
    text: replacements.reduceRight(
      (changed, { node, by }) => changed.slice(0, node.getStart(source)) + by + changed.slice(node.end),
      text,
    ),
    localName: plannedName,
    names: names.map((name) => (name === localName ? plannedName : name)),
  };
}

/** A constructor that is hidden is told apart by itself: a class without one would have another. */
function isHidden(member: ts.ClassElement): boolean {
  if (ts.isConstructorDeclaration(member)) return false;
  if (member.name !== undefined && ts.isPrivateIdentifier(member.name)) return true;
  return (
    ts.canHaveModifiers(member) &&
    member.modifiers?.some(
      ({ kind }) => kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword,
    ) === true
  );
}
