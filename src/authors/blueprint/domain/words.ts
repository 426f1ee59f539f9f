import { z } from 'zod';

/** Lower-case words of English, joined by spaces: `line item`. */
export const wordsSchema = z.string().regex(/^[a-z][a-z0-9]*( [a-z0-9]+)*$/);
