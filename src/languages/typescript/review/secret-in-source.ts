import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { nodesIn } from './syntax.js';

/** Forms that only a real key has. */
const KEY_FORMS: readonly RegExp[] = [
  /-----BEGIN [A-Z ]*PRIVATE KEY-----/,
  /\bAKIA[0-9A-Z]{16}\b/,
  /\bgh[pousr]_[A-Za-z0-9]{36,}\b/,
  /\bsk-[A-Za-z0-9_-]{20,}\b/,
  /\bxox[abprs]-[A-Za-z0-9-]{10,}/,
  /\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\./,
];

const SECRET_NAME = /(password|passwd|secret|api_?key|private_?key|access_?token|auth_?token)$/i;
/** Values that only say what goes there. */
const NO_SECRET = /^(<.*>|\$\{.*\}|x+|\*+|changeme|example|placeholder|your[-_ ].*)$|\s/i;
const SHORTEST_SECRET = 8;

/** A key in the source is known to everyone who sees the repository. */
export const secretInSource: ReviewRule = {
  aspect: 'security',
  review: ({ path, sourceFile, isTest }) =>
    nodesIn(sourceFile, ts.isStringLiteralLike)
      .filter(
        (literal) => KEY_FORMS.some((form) => form.test(literal.text)) || (!isTest && isNamedSecret(literal)),
      )
      .map((literal) =>
        finding(
          'MW7104',
          placeOfNode(path, sourceFile, literal),
          'A secret is written into the source.',
          'Read it from the environment, and change the one that was here.',
        ),
      ),
};

function isNamedSecret(literal: ts.StringLiteralLike): boolean {
  const holder = literal.parent;
  const named =
    (ts.isVariableDeclaration(holder) ||
      ts.isPropertyAssignment(holder) ||
      ts.isPropertyDeclaration(holder)) &&
    holder.initializer === literal &&
    SECRET_NAME.test(holder.name.getText().replaceAll(/['"]/g, ''));
  return named && literal.text.length >= SHORTEST_SECRET && !NO_SECRET.test(literal.text);
}
