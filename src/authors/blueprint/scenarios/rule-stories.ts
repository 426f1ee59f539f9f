import type { Domain } from '../domain/domain.js';
import type { Rule } from '../domain/rule.js';
import { atMostStories, overlapStories, totalStories, uniqueStories } from './count-stories.js';
import { effectStories } from './effect-stories.js';
import { groundOf } from './ground.js';
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
  return domain.entities.flatMap((child) =>
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
}
