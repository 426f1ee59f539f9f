import type { Domain, Entity } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import { atMostStories, overlapStories, totalStories, uniqueStories } from './count-stories.js';
import { effectStories } from './effect-stories.js';
import { groundOf, type Ground } from './ground.js';
import { guardStories } from './guard-stories.js';
import type { Scenario } from './story.js';
import { transitionStories } from './transition-stories.js';
import { differStories, edgeStories, requiredStories } from './value-stories.js';

/** Tests that show both sides of a rule; none where no records can. Their titles say what of it they show. */
export function ruleStories(domain: Domain, rule: Rule): readonly Scenario[] {
  const ground = groundOf(domain, rule.entity);
  switch (rule.kind) {
    case 'order':
    case 'span':
    case 'moment':
    case 'compare':
      return edgeStories(ground, rule);
    case 'differ':
      return differStories(ground, rule);
    case 'required-when':
      return requiredStories(ground, rule);
    case 'transitions':
      return transitionStories(ground, rule);
    case 'guard':
      return guardStories(ground, rule);
    case 'unique':
      return uniqueStories(ground, rule);
    case 'at-most':
      return atMostStories(ground, rule);
    case 'no-overlap':
      return overlapStories(ground, rule);
    case 'total':
      return totalStories(ground, rule);
    case 'effect':
      return effectStories(ground, rule);
  }
}

/** Tests of what deleting a record does to those that refer to it. `except`: `entity/field` of references to leave out. */
export function deletionStories(
  domain: Domain,
  singular: string,
  except: ReadonlySet<string> = new Set(),
): readonly Scenario[] {
  const ground = groundOf(domain, singular);
  const own = domain.entities.flatMap((child) =>
    child.fields.flatMap((field) => {
      if (field.type.kind !== 'reference' || field.type.entity !== singular) return [];
      if (except.has(`${child.singular}/${field.words}`)) return [];
      const story = ground.story();
      const { onDelete } = field.type;
      const parent = story.seed(ground.entity, {});
      story.seed(child, { [field.words]: parent.id });
      story.remove(parent);
      const what = {
        refuse: `keeps one that ${child.plural} refer to`,
        cascade: `deletes its ${child.plural} with it`,
        clear: `leaves its ${child.plural} without one`,
      };
      return story.scenario(what[onDelete]);
    }),
  );
  return [...own, ...jointStories(ground, except)];
}

/** Records that are deleted with another, where some of them refer to the rest and would keep it if they stayed. */
function jointStories(ground: Ground, except: ReadonlySet<string>): readonly Scenario[] {
  const { domain, entity } = ground;
  const referring = (child: Entity, target: Entity, onDelete: 'cascade' | 'refuse'): readonly string[] =>
    child.fields.flatMap(({ words, type }) =>
      type.kind === 'reference' &&
      type.onDelete === onDelete &&
      type.entity === target.singular &&
      !except.has(`${child.singular}/${words}`)
        ? [words]
        : [],
    );
  return domain.entities.flatMap((kept) =>
    domain.entities.flatMap((child) => {
      const [holds] = referring(child, kept, 'refuse');
      const [ofKept] = referring(kept, entity, 'cascade');
      const [ofChild] = referring(child, entity, 'cascade');
      if (holds === undefined || ofKept === undefined || ofChild === undefined) return [];
      const story = ground.story();
      const parent = story.seed(entity, {});
      const other = story.seed(kept, { [ofKept]: parent.id });
      story.seed(child, { [ofChild]: parent.id, [holds]: other.id });
      story.remove(parent);
      return story.scenario(`deletes its ${kept.plural} with the ${child.plural} that refer to them`);
    }),
  );
}
