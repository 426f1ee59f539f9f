import type { Domain } from '../domain/domain.js';
import { namesRecords } from '../domain/field.js';
import type { Condition } from '../domain/rule.js';
import { entityIn, fieldIn } from './world.js';

type Kinds = ReadonlySet<string>;

/** For each kind those whose records are deleted with one of it, and with no other between them. */
function childKinds(domain: Domain): ReadonlyMap<string, readonly string[]> {
  return new Map(
    domain.entities.map(({ singular }) => [
      singular,
      domain.entities
        .filter(({ fields }) =>
          fields.some(
            ({ type }) =>
              type.kind === 'reference' && type.onDelete === 'cascade' && type.entity === singular,
          ),
        )
        .map((child) => child.singular),
    ]),
  );
}

/** Which records may be deleted with which. */
class GoingAlong {
  private readonly children: ReadonlyMap<string, readonly string[]>;
  /** All kinds of one deletion, for each of which some could stand in the way of the rest. */
  readonly entangled: readonly Kinds[];

  constructor(private readonly domain: Domain) {
    this.children = childKinds(domain);
    this.entangled = domain.entities
      .filter(({ singular }) => this.isEntangled(singular))
      .map(({ singular }) => new Set([singular, ...this.kindsWith(singular)]));
  }

  /** Kinds whose records may go with one of the kind, by others than `but`; itself too where they may come back to it. */
  kindsWith(singular: string, but?: string): Kinds {
    const reached = new Set<string>();
    const visit = (from: string): void => {
      for (const child of this.children.get(from) ?? []) {
        if (child === but || reached.has(child)) continue;
        reached.add(child);
        visit(child);
      }
    };
    visit(singular);
    return reached;
  }

  /** Whether a guard on deleting records of `kind` asks about others that are gone by then, as they go with `singular`, too. */
  private asksAboutGoing(kind: string, singular: string): boolean {
    const conditions = this.domain.rules.flatMap((rule) =>
      rule.kind === 'guard' && rule.entity === kind && rule.on.action === 'delete' ? rule.conditions : [],
    );
    if (conditions.length === 0) return false;
    const beside = this.kindsWith(singular, kind);
    return conditions.some((condition: Condition) => {
      if (condition.kind === 'count' && beside.has(condition.entity)) return true;
      if (condition.via === null) return false;
      const { type } = fieldIn(entityIn(this.domain, kind), condition.via);
      return type.kind === 'reference' && type.onDelete !== 'cascade' && beside.has(type.entity);
    });
  }

  /** Whether some of what goes with one of the kind could stand in the way of the rest, were each deleted by itself. */
  private isEntangled(singular: string): boolean {
    const along = this.kindsWith(singular);
    const refuses = (kind: string): boolean =>
      entityIn(this.domain, kind).fields.some(
        ({ type }) =>
          namesRecords(type) &&
          type.onDelete === 'refuse' &&
          (type.entity === singular || along.has(type.entity)),
      );
    return [...along].some(
      (kind) => this.kindsWith(kind).has(kind) || refuses(kind) || this.asksAboutGoing(kind, singular),
    );
  }
}

const known = new WeakMap<Domain, GoingAlong>();

function goingAlong(domain: Domain): GoingAlong {
  const found = known.get(domain) ?? new GoingAlong(domain);
  known.set(domain, found);
  return found;
}

/** Kinds whose records may be deleted with one of the kind. */
export function kindsGoingWith(domain: Domain, singular: string): Kinds {
  return goingAlong(domain).kindsWith(singular);
}

/** Whether all that goes with one of the kind has to be known before any of it is deleted. */
export function isGathered(domain: Domain, singular: string): boolean {
  return goingAlong(domain).entangled.some((kinds) => kinds.has(singular));
}

/** Whether records of the two kinds may go in one deletion that is gathered first. */
export function goTogether(domain: Domain, one: string, other: string): boolean {
  return goingAlong(domain).entangled.some((kinds) => kinds.has(one) && kinds.has(other));
}
