import { posix } from 'node:path';
import { compileFunction } from 'node:vm';
import ts from 'typescript';
import type { Domain } from '../../../../src/authors/blueprint/domain/domain.js';
import { projectFiles } from '../../../../src/authors/blueprint/planning/project-files.js';
import { namesIn } from '../../../../src/authors/blueprint/rendering/domain-names.js';
import { fieldName } from '../../../../src/authors/blueprint/rendering/field-code.js';
import {
  entityIn,
  recordIn,
  valueOf,
  type Rec,
  type World,
} from '../../../../src/authors/blueprint/scenarios/world.js';

type Functions = Readonly<Record<string, ((write: unknown) => unknown) | undefined>>;

const rendered = new WeakMap<Domain, ReadonlyMap<string, string>>();

function filesOf(domain: Domain): ReadonlyMap<string, string> {
  const files =
    rendered.get(domain) ?? new Map(projectFiles(domain).map(({ path, content }) => [path, content]));
  rendered.set(domain, files);
  return files;
}

/** What a source file of the generated project exports, run as it is. */
export function exportsOf(domain: Domain, path: string): Functions {
  const files = filesOf(domain);
  const loaded = new Map<string, Functions>();
  const load = (from: string): Functions => {
    const known = loaded.get(from);
    if (known !== undefined) return known;
    const content = files.get(from);
    if (content === undefined) throw new Error(`${from} is no file of the project`);
    const { outputText } = ts.transpileModule(content, {
      compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    const exported: Functions = {};
    loaded.set(from, exported);
    const require = (name: string): Functions =>
      load(posix.join(posix.dirname(from), name).replace(/\.js$/, '.ts'));
    const run = compileFunction(outputText, ['exports', 'require']) as (
      into: Functions,
      from: (name: string) => Functions,
    ) => void;
    run(exported, require);
    return exported;
  };
  return load(path);
}

/** A record as the generated code has it. */
export function asStored(domain: Domain, record: Rec): Readonly<Record<string, unknown>> {
  const { fields } = entityIn(domain, record.entity);
  return Object.fromEntries([
    ['id', record.id],
    ...fields.map((field) => [fieldName(field), valueOf(record, field.words)]),
  ]) as Record<string, unknown>;
}

function isFound(
  stored: Readonly<Record<string, unknown>>,
  filter: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'except') return stored.id !== value;
    return Array.isArray(value) ? value.includes(stored[name.replace(/In$/, '')]) : stored[name] === value;
  });
}

/** Repositories that hold `world`, as far as rules ask them; what is written is added to `written`. */
export function repositoriesOf(domain: Domain, world: World, written: unknown[]): unknown {
  return Object.fromEntries(
    domain.entities.map(({ singular, fields }) => {
      const stored = world
        .filter(({ entity }) => entity === singular)
        .map((record) => asStored(domain, record));
      const matching = (filter: Readonly<Record<string, unknown>>) =>
        stored.filter((record) => isFound(record, filter));
      const sums = fields.map((field) => {
        const name = fieldName(field);
        const sum = (filter: Readonly<Record<string, unknown>>): Promise<number> =>
          Promise.resolve(matching(filter).reduce((total, record) => total + Number(record[name]), 0));
        return [`sum${name.charAt(0).toUpperCase()}${name.slice(1)}`, sum] as const;
      });
      const repository = {
        find: (id: string) => {
          const record = recordIn(world, id);
          return Promise.resolve(record === undefined ? undefined : asStored(domain, record));
        },
        count: (filter: Readonly<Record<string, unknown>>) => Promise.resolve(matching(filter).length),
        all: (filter: Readonly<Record<string, unknown>>) => Promise.resolve(matching(filter)),
        update: (record: unknown) => {
          written.push(record);
          return Promise.resolve();
        },
        ...Object.fromEntries(sums),
      };
      return [namesIn(domain, singular).variables, repository];
    }),
  );
}
