import { type Ground, MOST_CASES, type OfKind } from './ground.js';
import type { Story } from './story.js';
import { type Scenario } from './story.js';
import { fieldIn } from './world.js';

export function transitionStories(ground: Ground, rule: OfKind<'transitions'>): Scenario[] {
  const { entity } = ground;
  const { type } = fieldIn(entity, rule.field);
  const values =
    type.kind === 'enum' ? type.values : [...new Set(rule.moves.flatMap(({ from, to }) => [from, to]))];
  const isMove = (from: string, to: string): boolean =>
    rule.moves.some((move) => move.from === from && move.to === to);
  const [started, moving, refused] = [ground.story(), ground.story(), ground.story()];
  if (rule.initial !== null && fieldIn(entity, rule.field).set !== 'system') {
    started.next({ kind: 'create', entity, given: { [rule.field]: rule.initial } });
    const [other] = values.filter((value) => value !== rule.initial);
    if (other !== undefined) {
      started.next({
        kind: 'create',
        entity,
        given: { [rule.field]: other },
        about: rule,
        refusedBy: rule.id,
      });
    }
  }
  const change = (story: Story, from: string, to: string, refusedBy?: string): void => {
    story.next({
      kind: 'change',
      entity,
      given: { [rule.field]: from },
      changes: { [rule.field]: to },
      about: rule,
      ...(refusedBy === undefined ? {} : { refusedBy }),
    });
  };
  for (const { from, to } of rule.moves) change(moving, from, to);
  const pairs = values.flatMap((from) =>
    values.flatMap((to) => (from === to || isMove(from, to) ? [] : [{ from, to }])),
  );
  // One from each value first, so that every value is left in vain once.
  const firsts = pairs.filter((pair, index) => pairs.findIndex(({ from }) => from === pair.from) === index);
  const others = pairs.filter((pair) => !firsts.includes(pair));
  for (const { from, to } of [...firsts, ...others].slice(0, MOST_CASES * 2))
    change(refused, from, to, rule.id);
  return [
    ...started.scenario('starts where it has to'),
    ...moving.scenario('takes every step that there is'),
    ...refused.scenario('refuses every other'),
  ];
}
