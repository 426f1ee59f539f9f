import type { AcceptanceExample } from '../../../../protocol/analysis.js';
import type { Aspect } from '../../domain/aspect.js';
import type { Domain, Entity } from '../../domain/domain.js';
import type { Rule } from '../../domain/rule.js';
import { fieldName, isList } from '../../rendering/field-code.js';
import { unwritten } from '../../rendering/unwritten.js';
import { Samples } from '../../rendering/samples.js';
import { entityNames, proseWords } from '../../rendering/words.js';
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

function ruleExamples(domain: Domain, rule: Rule): AcceptanceExample[] {
  const entity = domain.entities.find(({ singular }) => singular === rule.entity);
  if (entity === undefined) return [];
  const { route, aSingular } = entityNames(entity.singular, entity.plural);
  switch (rule.kind) {
    case 'at-most': {
      const limit = typeof rule.limit === 'number' ? rule.limit : unwritten(rule);
      const what = rule.state === null ? entity.plural : `${rule.state.word} ${entity.plural}`;
      const holder = rule.per === null ? '' : `one ${rule.per} with `;
      return [
        {
          given: `${holder}${String(limit - 1)} ${what}`,
          when: `one more is sent to POST ${route}`,
          then: ACCEPTED,
        },
        {
          given: `${holder}${String(limit)} ${what}`,
          when: `one more is sent to POST ${route}`,
          then: 'it is refused with 409',
        },
      ];
    }
    case 'unique': {
      const scope = rule.per === null ? '' : ` and the same ${rule.per}`;
      const what = proseWords(rule.field);
      return [
        {
          given: aSingular,
          when: `another with a different ${what} is sent to POST ${route}`,
          then: ACCEPTED,
        },
        {
          given: aSingular,
          when: `another with the same ${what}${scope} is sent to POST ${route}`,
          then: 'it is refused with 409',
        },
      ];
    }
    case 'order':
      return [
        {
          given: NOTHING,
          when: `POST ${route} with a ${rule.later} after the ${rule.earlier}`,
          then: ACCEPTED,
        },
        {
          given: NOTHING,
          when: `POST ${route} with a ${rule.later} before the ${rule.earlier}`,
          then: 'it is refused with 422',
        },
      ];
    default:
      return unwritten(rule);
  }
}

function entityExamples(
  domain: Domain,
  entity: Entity,
  aspect: Extract<Aspect, { entity: string }>,
): AcceptanceExample[] {
  const { route, aSingular, plural } = entityNames(entity.singular, entity.plural);
  const field = 'field' in aspect ? entity.fields.find(({ words }) => words === aspect.field) : undefined;
  const name = field === undefined ? '' : fieldName(field);
  const sample = field === undefined ? '' : JSON.stringify(new Samples(entity, domain.rules).value(field));
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
      return [
        {
          given: `${aSingular} that others refer to`,
          when: `DELETE ${route}/:id`,
          then: 'it is refused with 409',
        },
        {
          given: `${aSingular} that nothing refers to`,
          when: `DELETE ${route}/:id`,
          then: 'it is answered with 204',
        },
      ];
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
      return unwritten(aspect);
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
      return unwritten(aspect);
    default: {
      const entity = domain.entities.find(({ singular }) => singular === aspect.entity);
      return entity === undefined ? [] : entityExamples(domain, entity, aspect);
    }
  }
}
