import { z } from 'zod';
import type { Packaging } from '../../language.js';
import { FIRST_VERSION } from '../toolchain/manifest.js';

/** Where the archive and the packages that it may need are put. */
const ARCHIVE = 'package.tgz';
const PACKAGES = 'packages';
const CONSUMER = 'consumer';

/**
 * What `npm install` does with an archive, without a registry: it is unpacked, the packages that it depends on are beside
 * it and no others, and its program is linked by its name.
 */
const INSTALL = `
set -e
name=$1
shift
mkdir -p "node_modules/$name" node_modules/.bin
tar -xzf ${ARCHIVE} -C "node_modules/$name" --strip-components=1
for dependency in "$@"; do
  mkdir -p "node_modules/$(dirname "$dependency")"
  ln -s "$PWD/${PACKAGES}/$dependency" "node_modules/$dependency"
done
program=$(node -p "Object.values(require('./node_modules/$name/package.json').bin ?? {})[0] ?? ''")
if [ -n "$program" ]; then
  chmod +x "node_modules/$name/$program"
  ln -s "../$name/$program" "node_modules/.bin/$name"
fi
`;

const lockSchema = z.looseObject({
  packages: z.record(z.string(), z.looseObject({ dev: z.boolean().optional() })),
});

/** Packages at the top of `node_modules` that the lock does not keep for development alone. */
function runtimePackages(lock: string): readonly string[] {
  return Object.entries(lockSchema.parse(JSON.parse(lock)).packages).flatMap(([path, { dev }]) => {
    const [, name] = /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path) ?? [];
    return name === undefined || dev === true ? [] : [name];
  });
}

/** Kept apart from the Node types, which a program that uses the package need not have. */
const CONSUMER_SETTINGS = {
  compilerOptions: {
    target: 'ES2023',
    lib: ['ES2023', 'DOM'],
    module: 'NodeNext',
    moduleResolution: 'NodeNext',
    types: [],
    strict: true,
    noEmit: true,
  },
  files: [`${CONSUMER}.mts`],
};

/** Lines of the compiler that are about the program or the package; other packages' declarations are not under proof. */
function typeErrors(name: string, stdout: string): readonly string[] {
  const errors = stdout.split('\n').filter((line) => /error TS\d+/.test(line));
  const elsewhere = (line: string): boolean => {
    const [, path] = /^([^(\s]+)\(\d+,\d+\): /.exec(line) ?? [];
    return path !== undefined && path !== `${CONSUMER}.mts` && !path.startsWith(`node_modules/${name}/`);
  };
  return errors.filter((line) => !elsewhere(line));
}

/** How a TypeScript package is packed and used. None of it needs a network. */
export const TYPESCRIPT_PACKAGING: Packaging = {
  lock: 'package-lock.json',
  pack: ['npm', 'pack', '--ignore-scripts', '--silent'],
  packed: (name) => `${name}-${FIRST_VERSION}.tgz`,
  archive: ARCHIVE,
  packages: PACKAGES,
  runtimePackages,
  install: (name, dependencies) => ['/bin/sh', '-c', INSTALL, 'install', name, ...dependencies],
  program: (name) => `node_modules/.bin/${name}`,
  consumer: (source) => [
    { path: 'package.json', content: '{ "private": true, "type": "module" }\n' },
    { path: 'tsconfig.json', content: `${JSON.stringify(CONSUMER_SETTINGS, null, 2)}\n` },
    { path: `${CONSUMER}.mts`, content: source },
    { path: `${CONSUMER}.mjs`, content: source },
  ],
  types: {
    command: ['node', `${PACKAGES}/typescript/bin/tsc`, '--pretty', 'false'],
    read: typeErrors,
  },
  call: ['node', `${CONSUMER}.mjs`],
};
