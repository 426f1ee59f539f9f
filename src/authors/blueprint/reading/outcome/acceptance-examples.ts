import type { AcceptanceExample } from '../../../../protocol/analysis.js';
import type { Aspect } from '../../domain/aspect.js';
import type { Domain, Entity } from '../../domain/domain.js';
import type { Rule } from '../../domain/rule.js';
import { fieldName, isList } from '../../rendering/field-code.js';
import { samplesFor } from '../../rendering/settled-samples.js';
import {
  deletionExamples,
  ruleExamples as concreteExamples,
  type AskingWords,
} from '../../scenarios/example-prose.js';
import { entityNames } from '../../rendering/words.js';
import { permissionExamples, signInExamples } from './access-examples.js';
import {
  ACCEPTED,
  defaultWords,
  fixedExamples,
  formExamples,
  limitExamples,
  NOTHING,
  posted,
  rangeExamples,
} from './field-examples.js';

/** How the cases of a rule are asked for and answered. */
function askingWords({ kind }: Domain): AskingWords {
  const route = (entity: Entity): string => entityNames(entity.singular, entity.plural).route;
  const withMembers = (text: string, members: string): string =>
    members === '' ? text : `${text} with ${members}`;
  if (kind === 'api') {
    const status = { conflict: 409, unprocessable: 422 };
    const done = {
      create: ACCEPTED,
      change: 'it is answered with 200 and the record',
      delete: 'it is answered with 204',
    };
    return {
      create: (entity, members) => withMembers(`POST ${route(entity)}`, members),
      change: (entity, members) => withMembers(`PATCH ${route(entity)}/:id`, members),
      remove: (entity) => `DELETE ${route(entity)}/:id`,
      done: (action) => done[action],
      refused: (why, field) =>
        `it is refused with ${String(status[why])}${field === undefined ? '' : `, naming ${field}`}`,
    };
  }
  const a = (entity: Entity): string => entityNames(entity.singular, entity.plural).aSingular;
  const past = { create: 'it is kept', change: 'it is changed', delete: 'it is gone' };
  return {
    create: (entity, members) => withMembers(`${a(entity)} is created`, members),
    change: (entity, members) => `the ${entity.singular} is changed to ${members}`,
    remove: (entity) => `the ${entity.singular} is deleted`,
    done: (action) => past[action],
    refused: (_why, field) => `it is refused${field === undefined ? '' : `, naming ${field}`}`,
  };
}

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

function entityExamples(
  domain: Domain,
  entity: Entity,
  aspect: Extract<Aspect, { entity: string }>,
): AcceptanceExample[] {
  const { route, aSingular, plural } = entityNames(entity.singular, entity.plural);
  const field = 'field' in aspect ? entity.fields.find(({ words }) => words === aspect.field) : undefined;
  const name = field === undefined ? '' : fieldName(field);
  const sample = field === undefined ? '' : JSON.stringify(samplesFor(domain, entity).value(field));
  switch (aspect.kind) {
    case 'records':
      return [
        {
          given: NOTHING,
          when: `${aSingular} is sent to POST ${route}`,
          then: `it is answered with 201, and GET ${route}/:id gives it back`,
        },
        {
          given: aSingular,
          when: `DELETE ${route}/:id`,
          then: 'it is answered with 204, and reading it again with 404',
        },
      ];
    case 'limit':
      return field === undefined ? [] : limitExamples(route, field);
    case 'required':
      return [
        { given: NOTHING, when: posted(route, name, sample), then: ACCEPTED },
        {
          given: NOTHING,
          when: `POST ${route} without ${name}`,
          then: `it is refused with 400, naming ${name}`,
        },
      ];
    case 'optional':
      return field !== undefined && isList(field)
        ? [{ given: NOTHING, when: `POST ${route} without ${name}`, then: `${name} is []` }]
        : [{ given: NOTHING, when: posted(route, name, 'null'), then: ACCEPTED }];
    case 'form':
      return field === undefined ? [] : formExamples(route, field, sample);
    case 'default':
      return [
        {
          given: NOTHING,
          when: `POST ${route} without ${name}`,
          then: `${name} is ${defaultWords(field)}`,
        },
      ];
    case 'reference':
      return [
        { given: `a record that ${name} names`, when: posted(route, name, 'set to its id'), then: ACCEPTED },
        {
          given: NOTHING,
          when: posted(route, name, 'of no record'),
          then: `it is refused with 422, naming ${name}`,
        },
      ];
    case 'filter':
      return [
        {
          given: `two ${plural} that differ in ${aspect.field}`,
          when: `GET ${route} asks for one value of it`,
          then: 'only the one is listed',
        },
      ];
    case 'search':
      return [
        {
          given: `${aSingular} with "Zebra" in ${entity.searchable.join(' or ')}, and another without`,
          when: `GET ${route}?q=ZEBR`,
          then: 'only the first is listed',
        },
      ];
    case 'pagination':
      return [
        {
          given: `three ${plural}`,
          when: `GET ${route}?limit=2`,
          then: 'the first two are listed, with a total of 3',
        },
        {
          given: `three ${plural}`,
          when: `GET ${route}?limit=2&offset=2`,
          then: 'the third is listed, with a total of 3',
        },
        {
          given: NOTHING,
          when: `GET ${route}?limit=${String(entity.page.most + 1)}`,
          then: 'it is refused with 400',
        },
      ];
    case 'deletion':
      return [...deletionExamples(domain, entity.singular, askingWords(domain))];
    case 'range':
      return field === undefined ? [] : rangeExamples(route, plural, field);
    case 'sort':
      return [
        {
          given: `two ${plural} that differ in ${aspect.field}`,
          when: `GET ${route}?sort=${name}`,
          then: 'the one with the lower value is listed first',
        },
        {
          given: `two ${plural} that differ in ${aspect.field}`,
          when: `GET ${route}?sort=-${name}`,
          then: 'the one with the higher value is listed first',
        },
      ];
    case 'fixed':
      return field === undefined ? [] : fixedExamples(route, aSingular, field);
    case 'permission':
      return permissionExamples(domain, entity, aspect.action);
  }
}

/** Concrete cases of one aspect; for a limit, one on each side of it. */
export function acceptanceExamples(domain: Domain, aspect: Aspect): readonly AcceptanceExample[] {
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
      return [
        { given: 'a record', when: 'the service is stopped and started', then: 'the record is still there' },
      ];
    case 'problems':
      return [
        {
          given: '',
          when: 'a body that is not JSON is posted',
          then: 'it is refused with 400 and problem details',
        },
      ];
    case 'sign-in':
      return signInExamples(domain);
    default: {
      const entity = domain.entities.find(({ singular }) => singular === aspect.entity);
      return entity === undefined ? [] : entityExamples(domain, entity, aspect);
    }
  }
}
