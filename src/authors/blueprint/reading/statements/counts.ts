import { readKey } from './keys.js';
import { readLimit } from './limits.js';
import { readOverlap } from './overlaps.js';
import type { Reader } from './statement.js';
import { readTotal } from './totals.js';

/** How many, how often the same, and how much together. */
export const COUNTS: readonly Reader[] = [readOverlap, readKey, readLimit, readTotal];
