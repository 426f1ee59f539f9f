import type { Domain } from '../../domain/domain.js';
import { API } from './api.js';
import { CLI } from './cli.js';
import type { KindBlueprint } from './kind-blueprint.js';
import { LIBRARY } from './library.js';

/** Every kind of project that blueprints write. */
export const KINDS: Readonly<Record<Domain['kind'], KindBlueprint>> = {
  api: API,
  cli: CLI,
  library: LIBRARY,
};
