import type { Understanding } from '../understanding.js';

/**
 * "The sites first. Every apiary has …": a record that was announced and of which nothing else was understood is what the brief
 * calls another one, or none. It is taken back, and the words stay open.
 */
export function withdrawAnnouncements(understanding: Understanding): void {
  const { announcements, entities, requirements } = understanding;
  for (const one of announcements) {
    const entity = entities.find(({ singular }) => singular === one);
    const isUsed =
      (entity?.fields.length ?? 0) > 0 ||
      entities.some(({ fields }) => fields.some(({ refersTo }) => refersTo === one)) ||
      understanding.rules.some((rule) => rule.entity === one) ||
      understanding.isFound(one) ||
      understanding.namedPeople === one;
    if (entity === undefined || isUsed) continue;
    entities.splice(entities.indexOf(entity), 1);
    for (const [at, requirement] of requirements.entries()) {
      const { outcome } = requirement;
      const isOfIt =
        outcome.kind === 'met' &&
        outcome.aspects.length > 0 &&
        outcome.aspects.every((aspect) => 'entity' in aspect && aspect.entity === one);
      if (isOfIt)
        requirements[at] = {
          ...requirement,
          statement: requirement.source.text,
          outcome: { kind: 'open', reason: `nothing else was understood of ${entity.plural}` },
        };
    }
  }
}
