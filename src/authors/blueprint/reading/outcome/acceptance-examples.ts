import type { AcceptanceExample } from '../../../../protocol/analysis.js';
import type { Aspect } from '../../domain/aspect.js';
import type { Domain, Entity } from '../../domain/domain.js';
import type { Rule } from '../../domain/rule.js';
import { fieldName, isList } from '../../rendering/field-code.js';
import { samplesFor } from '../../rendering/settled-samples.js';
import { deletionExamples, ruleExamples as concreteExamples } from '../../scenarios/example-prose.js';
import { entityNames } from '../../rendering/words.js';
import { permissionExamples, signInExamples } from './access-examples.js';
import { NO_DOUBTS, rightKey, type Doubts } from './doubts.js';
import { askingWords, recordWords } from './example-words.js';
import {
  defaultWords,
  fixedExamples,
  formExamples,
  limitExamples,
  NOTHING,
  rangeExamples,
} from './field-examples.js';

function ruleExamples(domain: Domain, rule: Rule): readonly AcceptanceExample[] {
  const entity = domain.entities.find(({ singular }) => singular === rule.entity);
  if (entity === undefined) return [];
  const words = askingWords(domain);
  if (rule.kind !== 'at-most' || typeof rule.limit !== 'number' || rule.also.length > 0) {
    return concreteExamples(domain, rule, words);
  }
  const { limit } = rule;
  const what = (count: number): string =>
    `${rule.state === null ? '' : `${rule.state.word} `}${count === 1 ? entity.singular : entity.plural}`;
  const given = (count: number): string =>
    `${rule.per === null ? '' : `one ${rule.per} with `}${count === 0 ? 'no' : String(count)} ${what(count)}`;
  const when = `one more: ${words.create(entity, '')}`;
  return [
    { given: given(limit - 1), when, then: words.done('create') },
    { given: given(limit), when, then: words.refused('conflict', undefined) },
  ];
}

/** Whether only records in a state are deleted: a plain one need not be. */
function isDeletionGuarded(domain: Domain, entity: Entity): boolean {
  return domain.rules.some(
    (rule) =>
      rule.kind === 'guard' &&
      rule.entity === entity.singular &&
      rule.on.action === 'delete' &&
      rule.conditions.some(({ kind }) => kind !== 'count'),
  );
}

function entityExamples(
  domain: Domain,
  entity: Entity,
  aspect: Extract<Aspect, { entity: string }>,
  doubts: Doubts,
): AcceptanceExample[] {
  const { aSingular, plural } = entityNames(entity.singular, entity.plural);
  const words = recordWords(domain, entity);
  const field = 'field' in aspect ? entity.fields.find((each) => each.words === aspect.field) : undefined;
  const name = field === undefined ? '' : fieldName(field);
  const sample = field === undefined ? '' : JSON.stringify(samplesFor(domain, entity).value(field));
  switch (aspect.kind) {
    case 'records':
      return [
        { given: NOTHING, ...words.made },
        ...(doubts.deletion.has(entity.singular) || isDeletionGuarded(domain, entity)
          ? []
          : [{ given: aSingular, ...words.gone }]),
      ];
    case 'limit':
      return field === undefined ? [] : limitExamples(words, field);
    case 'required': {
      const isDoubtful =
        doubts.fields.has(`${entity.singular}/${aspect.field}`) && field?.type.kind === 'text';
      return [
        {
          given: NOTHING,
          when: words.create(`${name} ${isDoubtful ? 'given' : sample}`),
          then: words.accepted,
        },
        { given: NOTHING, when: words.createWithout(name), then: words.refused('form', name) },
      ];
    }
    case 'optional':
      return field !== undefined && isList(field)
        ? [{ given: NOTHING, when: words.createWithout(name), then: `${name} is []` }]
        : [{ given: NOTHING, when: words.create(`${name} null`), then: words.accepted }];
    case 'form':
      return field === undefined ? [] : formExamples(words, field, sample);
    case 'default':
      return [{ given: NOTHING, when: words.createWithout(name), then: `${name} is ${defaultWords(field)}` }];
    case 'reference':
      return [
        {
          given: `a record that ${name} names`,
          when: words.create(`${name} set to its id`),
          then: words.accepted,
        },
        {
          given: NOTHING,
          when: words.create(`${name} of no record`),
          then: words.refused('reference', name),
        },
      ];
    case 'filter':
      return [
        {
          given: `two ${plural} that differ in ${aspect.field}`,
          when: words.listed.byValue,
          then: 'only the one is listed',
        },
      ];
    case 'search':
      return [
        {
          given: `${aSingular} with "Zebra" in ${entity.searchable.join(' or ')}, and another without`,
          when: words.listed.searched('ZEBR'),
          then: 'only the first is listed',
        },
      ];
    case 'pagination':
      return [
        {
          given: `three ${plural}`,
          when: words.listed.page(2),
          then: 'the first two are listed, with a total of 3',
        },
        {
          given: `three ${plural}`,
          when: words.listed.page(2, 2),
          then: 'the third is listed, with a total of 3',
        },
        { given: NOTHING, when: words.listed.page(entity.page.most + 1), then: words.refused('form') },
      ];
    case 'deletion':
      return [
        ...deletionExamples(domain, entity.singular, askingWords(domain), {
          except: doubts.unsaidDeletion,
          refusedOnly: doubts.deletion.has(entity.singular),
        }),
      ];
    case 'range':
      return field === undefined ? [] : rangeExamples(words, plural, field);
    case 'sort':
      return [
        {
          given: `two ${plural} that differ in ${aspect.field}`,
          when: words.listed.sorted(aspect.field, name, false),
          then: 'the one with the lower value is listed first',
        },
        {
          given: `two ${plural} that differ in ${aspect.field}`,
          when: words.listed.sorted(aspect.field, name, true),
          then: 'the one with the higher value is listed first',
        },
      ];
    case 'fixed':
      return field === undefined ? [] : fixedExamples(words, aSingular, field);
    case 'permission':
      return permissionExamples(
        domain,
        entity,
        aspect.action,
        doubts.rights.get(rightKey(entity.singular, aspect.action)),
      );
  }
}

/** What holds of the project as a whole, told as projects of its kind are used. */
function projectExample(domain: Domain, kind: 'persistence' | 'problems'): AcceptanceExample {
  if (kind === 'persistence') {
    const when = {
      api: 'the service is stopped and started',
      cli: 'the program is run again',
      library: 'the store is closed and opened',
    };
    return { given: 'a record', when: when[domain.kind], then: 'the record is still there' };
  }
  return domain.kind === 'api'
    ? {
        given: '',
        when: 'a body that is not JSON is posted',
        then: 'it is refused with 400 and problem details',
      }
    : {
        given: '',
        when: 'a record is created with a value of a wrong form',
        then: 'it is refused, naming the field',
      };
}

/** Concrete cases of one aspect; for a limit, one on each side of it. What is doubtful is not taken for granted in them. */
export function acceptanceExamples(
  domain: Domain,
  aspect: Aspect,
  doubts: Doubts = NO_DOUBTS,
): readonly AcceptanceExample[] {
  switch (aspect.kind) {
    case 'rule': {
      const rule = domain.rules.find(({ id }) => id === aspect.rule);
      return rule === undefined ? [] : ruleExamples(domain, rule);
    }
    case 'documentation':
      return [{ given: '', when: 'GET /openapi.json', then: 'an OpenAPI document names every route' }];
    case 'health':
      return [{ given: '', when: 'GET /health', then: 'it is answered with 200' }];
    case 'persistence':
    case 'problems':
      return [projectExample(domain, aspect.kind)];
    case 'sign-in':
      return signInExamples(domain);
    default: {
      const entity = domain.entities.find(({ singular }) => singular === aspect.entity);
      return entity === undefined ? [] : entityExamples(domain, entity, aspect, doubts);
    }
  }
}
