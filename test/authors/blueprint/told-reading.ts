import { understandBrief } from '../../../src/authors/blueprint/reading/read-brief.js';

/** What the reading makes of a brief, in words: `record: field, field`, the statements that are met, the words left open. */
export interface ToldReading {
  readonly records: readonly string[];
  readonly met: readonly string[];
  readonly open: readonly string[];
}

export function read(brief: string): ToldReading {
  const { requirements, domain } = understandBrief({ brief, name: undefined, kind: undefined });
  return {
    records: domain.entities.map(
      ({ singular, fields }) => `${singular}: ${fields.map(({ words }) => words).join(', ')}`,
    ),
    met: requirements.flatMap(({ statement, outcome }) => (outcome.kind === 'open' ? [] : [statement])),
    open: requirements.flatMap(({ source, outcome }) => (outcome.kind === 'open' ? [source.text] : [])),
  };
}
