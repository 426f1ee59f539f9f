import ts from 'typescript';
import { finding, placeOfNode } from '../finding.js';
import type { ReviewRule } from './review-rule.js';
import { calledImport, functionAround, importedFrom, nodesIn } from './syntax.js';

const ROUTE_METHODS = new Set(['get', 'post', 'put', 'patch', 'delete', 'route', 'use', 'addHook']);
const ROUTE_FILE = /(^|[/-])(routes?|handlers?|controllers?)([/.-])/;
const REQUEST_NAME = /^(req|request|reply|res|response|ctx|context)$/;

/** While a file is read synchronously, the server answers nobody. */
export const synchronousFiles: ReviewRule = {
  aspect: 'performance',
  review: ({ path, sourceFile, isTest }) => {
    const imported = importedFrom(sourceFile, /^(node:)?fs$/);
    return nodesIn(sourceFile, ts.isCallExpression)
      .filter(
        (call) =>
          !isTest && calledImport(call, imported)?.endsWith('Sync') === true && servesRequests(path, call),
      )
      .map((call) =>
        finding(
          'MW7202',
          placeOfNode(path, sourceFile, call),
          `"${call.expression.getText(sourceFile)}" stops everything else while it works.`,
          'Use the function of the same name in node:fs/promises, or do it once at the start.',
        ),
      );
  },
};

/** In a function that is handed to a route, that takes a request, or that stands in a file of routes. */
function servesRequests(path: string, node: ts.Node): boolean {
  for (let around = functionAround(node); around !== undefined; around = functionAround(around)) {
    if (ROUTE_FILE.test(path) || around.parameters.some(({ name }) => REQUEST_NAME.test(name.getText())))
      return true;
    const call = around.parent;
    if (
      ts.isCallExpression(call) &&
      ts.isPropertyAccessExpression(call.expression) &&
      ROUTE_METHODS.has(call.expression.name.text)
    )
      return true;
  }
  return false;
}
