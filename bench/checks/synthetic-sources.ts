import type { ContractExport } from '../../src/protocol/plan.js';

export interface SourceFile {
  readonly path: string;
  readonly content: string;
  readonly contract: { readonly imports: readonly string[]; readonly exports: readonly ContractExport[] };
  /** Paths of the files that it imports. */
  readonly needs: readonly string[];
}

/** Number `entity` in the spellings that its files use. */
function names(entity: number): { type: string; value: string; folder: string } {
  return { type: `Thing${entity}`, value: `thing${entity}`, folder: `src/things/thing-${entity}` };
}

/** The files of one entity; `revision` changes a number or a text in a body, and no declaration. */
export const entityFiles = { schema, repository, route } as const;

function schema(entity: number, revision: number): SourceFile {
  const { type, value, folder } = names(entity);
  return {
    path: `${folder}/schema.ts`,
    content: `import { z } from 'zod';

export const ${value}Schema = z.object({
  id: z.string(),
  title: z.string().min(1).max(${200 + revision}),
  author: z.string().max(100).nullable(),
  copies: z.number().int().min(1),
});
export type ${type} = z.infer<typeof ${value}Schema>;
`,
    contract: {
      imports: ["import { z } from 'zod';"],
      exports: [
        {
          export: type,
          kind: 'type',
          declaration: `export type ${type} = { id: string; title: string; author: string | null; copies: number };`,
        },
      ],
    },
    needs: [],
  };
}

function repository(entity: number, revision: number): SourceFile {
  const { type, value, folder } = names(entity);
  return {
    path: `${folder}/repository.ts`,
    content: `import type { Kysely } from 'kysely';
import type { ${type} } from './schema.js';

export interface ${type}Tables {
  ${value}: ${type};
}

export class ${type}Repository {
  readonly #database: Kysely<${type}Tables>;

  constructor(database: Kysely<${type}Tables>) {
    this.#database = database;
  }

  async find(id: string): Promise<${type} | undefined> {
    return this.#database.selectFrom('${value}').selectAll().where('id', '=', id).executeTakeFirst();
  }

  async page(after: string): Promise<readonly ${type}[]> {
    const query = this.#database.selectFrom('${value}').selectAll().where('id', '>', after);
    return query.orderBy('id').limit(${50 + revision}).execute();
  }

  async insert(row: ${type}): Promise<void> {
    await this.#database.insertInto('${value}').values(row).execute();
  }
}
`,
    contract: {
      imports: ["import type { Kysely } from 'kysely';", `import type { ${type} } from './schema.js';`],
      exports: [
        {
          export: `${type}Tables`,
          kind: 'interface',
          declaration: `export interface ${type}Tables { ${value}: ${type}; }`,
        },
        {
          export: `${type}Repository`,
          kind: 'class',
          declaration: `export declare class ${type}Repository { constructor(database: Kysely<${type}Tables>); find(id: string): Promise<${type} | undefined>; page(after: string): Promise<readonly ${type}[]>; insert(row: ${type}): Promise<void>; }`,
        },
      ],
    },
    needs: [`${folder}/schema.ts`],
  };
}

function route(entity: number, revision: number): SourceFile {
  const { type, value, folder } = names(entity);
  return {
    path: `${folder}/routes.ts`,
    content: `import type { FastifyInstance } from 'fastify';
import type { ${type}Repository } from './repository.js';
import { ${value}Schema } from './schema.js';

export function ${value}Routes(app: FastifyInstance, repository: ${type}Repository): void {
  app.get<{ Params: { id: string } }>('/${value}/:id', async (request, reply) => {
    const found = await repository.find(request.params.id);
    return found ?? reply.code(404).send({ message: 'Nothing has this id (${revision}).' });
  });
  app.get<{ Querystring: { after?: string } }>('/${value}', async (request) =>
    repository.page(request.query.after ?? ''),
  );
  app.post('/${value}', async (request, reply) => {
    const row = ${value}Schema.parse(request.body);
    await repository.insert(row);
    return reply.code(201).send(row);
  });
}
`,
    contract: {
      imports: [
        "import type { FastifyInstance } from 'fastify';",
        `import type { ${type}Repository } from './repository.js';`,
      ],
      exports: [
        {
          export: `${value}Routes`,
          kind: 'function',
          declaration: `export declare function ${value}Routes(app: FastifyInstance, repository: ${type}Repository): void;`,
        },
      ],
    },
    needs: [`${folder}/repository.ts`, `${folder}/schema.ts`],
  };
}

/** Imports every route and repository: the one dependant of a route, and it grows with the project. */
export function appFile(entities: number): SourceFile {
  const all = Array.from({ length: entities }, (_, entity) => names(entity));
  const needs = all.flatMap(({ folder }) => [`${folder}/routes.ts`, `${folder}/repository.ts`]);
  const imports = all.flatMap(({ type, value }, entity) => [
    `import { ${type}Repository, type ${type}Tables } from './things/thing-${entity}/repository.js';`,
    `import { ${value}Routes } from './things/thing-${entity}/routes.js';`,
  ]);
  const tables = all.map(({ type }) => `${type}Tables`).join(' & ');
  return {
    path: 'src/app.ts',
    content: `import fastify, { type FastifyInstance } from 'fastify';
import type { Kysely } from 'kysely';
${imports.join('\n')}

export function createApp(database: Kysely<never>): FastifyInstance {
  const app = fastify();
${all.map(({ type, value }) => `  ${value}Routes(app, new ${type}Repository(database as unknown as Kysely<${type}Tables>));`).join('\n')}
  return app;
}

export type Tables = ${tables};
`,
    contract: {
      imports: ["import type { FastifyInstance } from 'fastify';", "import type { Kysely } from 'kysely';"],
      exports: [
        {
          export: 'createApp',
          kind: 'function',
          declaration: 'export declare function createApp(database: Kysely<never>): FastifyInstance;',
        },
      ],
    },
    needs,
  };
}
