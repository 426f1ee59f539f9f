import type { Analysis, ProjectKind, Requirement } from '../../../protocol/analysis.js';
import { MillwrightError } from '../../../protocol/errors.js';
import type { Domain, Field } from '../domain/domain.js';
import { kebabCase } from '../rendering/words.js';
import { nounWords, plural, singular } from './nouns.js';

export interface BriefRequest {
  readonly brief: string;
  readonly name: string | undefined;
  readonly kind: ProjectKind | undefined;
}

/** Reads a brief into an analysis. */
export function readBrief({ brief, name }: BriefRequest): Analysis {
  const match = /\b([a-z]+s)\b\s*(?:\(([^)]*)\)|with ([^.;]*))/i.exec(brief);
  if (match === null)
    throw new MillwrightError('ModelRequired', 'No records are named in the brief.', {
      requirements: [brief],
    });
  const entity = singular(nounWords(match[1] ?? ''));
  const fields = (match[2] ?? match[3] ?? 'name')
    .split(/,| and /)
    .map(nounWords)
    .filter((words) => words !== '');
  const title = `${plural(entity)} api`;
  const requirement: Requirement = {
    id: 'R1',
    statement: `${plural(entity)} are kept`,
    source: match[0],
    examples: [],
    proof: { kind: 'test' },
  };
  const subject: Domain = {
    version: 1,
    name: name ?? kebabCase(title),
    title,
    description: `A REST API for ${plural(entity)}.`,
    entities: [
      {
        singular: entity,
        plural: plural(entity),
        fields: fields.map((words): Field => ({
          words,
          type: { kind: 'text', min: null, max: null },
          optional: false,
          default: null,
        })),
        searchable: [],
      },
    ],
    rules: [],
    onDelete: 'refuse',
    claims: [{ requirement: 'R1', aspect: { kind: 'records', entity } }],
  };
  return {
    version: 1,
    author: 'blueprint',
    name: subject.name,
    title,
    kind: 'api',
    stack: { language: 'typescript', framework: 'fastify' },
    understood: [subject.description],
    requirements: [requirement],
    questions: [],
    assumptions: [],
    subject,
  };
}
