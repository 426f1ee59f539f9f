import type { Contract } from '../../../protocol/plan.js';
import { ambientDeclaration } from './ambient-declaration.js';
import { TextBuilder, type GeneratedText } from './generated-text.js';

/** A line of a contract: one of its imports, or the declaration of an export. */
export type ContractLine =
  { readonly import: string } | { readonly export: string; readonly declaration: string };

/** A contract as a module of declarations: what stands for a planned file until its real one is accepted. */
export function renderStub(contract: Contract): GeneratedText<ContractLine> {
  const builder = new TextBuilder<ContractLine>();
  for (const statement of contract.imports) builder.add(statement, { import: statement });
  for (const { export: name, declaration } of contract.exports) {
    const { text, localName, passedOn } = ambientDeclaration(name, declaration);
    const line = { export: name, declaration };
    if (name === 'default' && passedOn === undefined) {
      builder.add(text.replaceAll(/^export /gm, ''), line);
      builder.add(`export default ${localName};`, line);
    } else builder.add(text, line);
  }
  builder.add('export {};');
  return builder.build();
}
