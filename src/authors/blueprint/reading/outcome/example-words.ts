import type { Domain, Entity } from '../../domain/domain.js';
import { entityNames } from '../../rendering/words.js';
import type { AskingWords } from '../../scenarios/example-prose.js';

/** A bound of a list: the names that a request gives both ends, and their values. */
export interface Bounded {
  readonly field: string;
  readonly least?: { readonly name: string; readonly value: string };
  readonly most?: { readonly name: string; readonly value: string };
}

/** How examples say what is done with the records of one kind, in a project of one kind. */
export interface RecordWords {
  /** A record is made, and what then can be read of it. */
  readonly made: { readonly when: string; readonly then: string };
  readonly gone: { readonly when: string; readonly then: string };
  readonly create: (members: string) => string;
  readonly createWithout: (member: string) => string;
  readonly accepted: string;
  readonly change: (members: string) => string;
  readonly changed: string;
  /** Why it is refused: its form, what it refers to, or what is kept. Without a field, nothing is named. */
  readonly refused: (why: 'form' | 'reference' | 'conflict', field?: string) => string;
  readonly listed: {
    readonly byValue: string;
    readonly bounded: (by: Bounded) => string;
    readonly searched: (text: string) => string;
    readonly page: (size: number, after?: number) => string;
    readonly sorted: (field: string, name: string, isDescending: boolean) => string;
  };
}

const STATUS = { form: 400, reference: 422, conflict: 409 } as const;

function requests(entity: Entity): RecordWords {
  const { route, aSingular } = entityNames(entity.singular, entity.plural);
  return {
    made: {
      when: `${aSingular} is sent to POST ${route}`,
      then: `it is answered with 201, and GET ${route}/:id gives it back`,
    },
    gone: { when: `DELETE ${route}/:id`, then: 'it is answered with 204, and reading it again with 404' },
    create: (members) => (members === '' ? `POST ${route}` : `POST ${route} with ${members}`),
    createWithout: (member) => `POST ${route} without ${member}`,
    accepted: 'it is answered with 201 and the record',
    change: (members) => `PATCH ${route}/:id with ${members}`,
    changed: 'it is answered with 200 and the record',
    refused: (why, field) =>
      `it is refused with ${String(STATUS[why])}${field === undefined ? '' : `, naming ${field}`}`,
    listed: {
      byValue: `GET ${route} asks for one value of it`,
      bounded: ({ least, most }) =>
        `GET ${route}?${[least, most].flatMap((end) => (end === undefined ? [] : [`${end.name}=${end.value}`])).join('&')}`,
      searched: (text) => `GET ${route}?q=${text}`,
      page: (size, after) =>
        `GET ${route}?limit=${String(size)}${after === undefined ? '' : `&offset=${String(after)}`}`,
      sorted: (_field, name, isDescending) => `GET ${route}?sort=${isDescending ? '-' : ''}${name}`,
    },
  };
}

/** What holds of a command-line program and of a library alike: neither has requests or status codes. */
function deeds(entity: Entity): RecordWords {
  const { aSingular } = entityNames(entity.singular, entity.plural);
  const list = `the list of ${entity.plural}`;
  return {
    made: { when: `${aSingular} is created`, then: 'it is kept, and asking for it by its id gives it back' },
    gone: {
      when: `the ${entity.singular} is deleted`,
      then: 'it is gone, and asking for it again is refused',
    },
    create: (members) =>
      members === '' ? `${aSingular} is created` : `${aSingular} is created with ${members}`,
    createWithout: (member) => `${aSingular} is created without ${member}`,
    accepted: 'it is kept',
    change: (members) => `the ${entity.singular} is changed to ${members}`,
    changed: 'it is changed',
    refused: (_why, field) => `it is refused${field === undefined ? '' : `, naming ${field}`}`,
    listed: {
      byValue: `${list} is asked for one value of it`,
      bounded: ({ field, least, most }) =>
        `${list} is asked for ${field}${least === undefined ? '' : ` from ${least.value}`}${most === undefined ? '' : ` up to ${most.value}`}`,
      searched: (text) => `${list} is searched for "${text}"`,
      page: (size, after) =>
        `${list} is asked for ${String(size)} at most${after === undefined ? '' : `, after the first ${String(after)}`}`,
      sorted: (field, _name, isDescending) =>
        `${list} is asked for by ${field}${isDescending ? ', the other way round' : ''}`,
    },
  };
}

/** How examples of `entity` are told in `domain`. */
export function recordWords({ kind }: Pick<Domain, 'kind'>, entity: Entity): RecordWords {
  return kind === 'api' ? requests(entity) : deeds(entity);
}

/** How the cases of a rule are asked for and answered. */
export function askingWords(domain: Pick<Domain, 'kind'>): AskingWords {
  const isApi = domain.kind === 'api';
  const of = (entity: Entity): RecordWords => recordWords(domain, entity);
  const done = isApi
    ? {
        create: 'it is answered with 201 and the record',
        change: 'it is answered with 200 and the record',
        delete: 'it is answered with 204',
      }
    : { create: 'it is kept', change: 'it is changed', delete: 'it is gone' };
  const status = { conflict: 409, unprocessable: 422 };
  return {
    create: (entity, members) => of(entity).create(members),
    change: (entity, members) => {
      const changed = of(entity).change(members);
      return members === '' ? changed.replace(/ (?:with|to) $/, '') : changed;
    },
    remove: (entity) => of(entity).gone.when,
    done: (action) => done[action],
    refused: (why, field) =>
      `it is refused${isApi ? ` with ${String(status[why])}` : ''}${field === undefined ? '' : `, naming ${field}`}`,
  };
}
