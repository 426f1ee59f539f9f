import { MillwrightError } from '../../../../protocol/errors.js';
import type { ProjectKind } from '../../../../protocol/analysis.js';
import { DELIVERED_KINDS } from '../delivered-kinds.js';
import type { Domain } from '../../domain/domain.js';

const OTHER_KIND =
  /\b(?:command[- ]line|cli|react|vue|angular|svelte|next\.?js|front-?end|front end|dashboard|web ?sites?|web ?pages?|landing page|single[- ]page|mobile app|ios|android|desktop|games?|browser extension|chrome extension|compiler|interpreter|transpiler|npm package|sdk|chatbot|scraper|crawler|bash script|python script|shell script|plugin)\b/i;
const RECORD_KIND =
  /\b(?:apis?|rest|restful|back-?end|back end|endpoints?|http server|web ?service|microservice|crud|(?:part|program|software|side) that runs on (?:the|a) server|server side|server part)\b/i;
const COMPUTES =
  /\b(?:comput(?:es?|ing)|calculat(?:es?|ing|or)|algorithms?|compil(?:es?|ing|er)|pars(?:es|ing|er)|solv(?:es?|ing|er)|simulat(?:es?|ing|ion)|encrypts?|compress(?:es)?|shortest paths?|neural|train(?:s|ing)? (?:a )?model|translat(?:es?|ing) (?:text|code)|renders?|sorts? (?:arrays?|lists?))\b/i;

/** "Our website is looked after by a firm": it is there, and not asked for. */
const THEIRS =
  /\b(?:our|my|their|his|her|its) (?:(?:own|old|new|present|current|existing) )?(?:web ?sites?|web ?pages?|dashboard|mobile app|desktop|front-?end|front end)\b/gi;

/** What the start of a brief asks for that is no software that keeps records; undefined: nothing. `asked`: the kind that it names. */
export function otherField(
  opening: string,
  kind: ProjectKind | undefined,
  asked: Domain['kind'],
): string | undefined {
  if (kind !== undefined && !DELIVERED_KINDS.has(kind)) return `a project of kind "${kind}"`;
  // Who names the kind has said that it is no website, whatever else the words may be about.
  if (asked !== 'api') return COMPUTES.exec(opening)?.[0];
  // "companies (name, website)" asks for no website.
  const other = OTHER_KIND.exec(opening.replace(/\([^()]*\)/g, '').replace(THEIRS, ''));
  if (
    other !== null &&
    (!RECORD_KIND.test(opening) || /\b(?:compiler|interpreter|command[- ]line|cli)\b/i.test(other[0]))
  )
    return other[0];
  const computed = COMPUTES.exec(opening);
  return computed !== null && !RECORD_KIND.test(opening) ? computed[0] : undefined;
}

/** The run ends: what is asked for needs a model, and this is how to have one. */
export function modelRequired(reason: string, requirements: readonly string[]): MillwrightError {
  const listed = requirements.map((requirement) => `\n  - ${requirement}`).join('');
  return new MillwrightError(
    'ModelRequired',
    `${reason} Blueprints write REST APIs, command-line programs and libraries that keep records, and no model is configured.${
      listed === '' ? '' : ` These parts need a model:${listed}\n`
    } Set OPENAI_API_KEY for a hosted model, or OPENAI_BASE_URL for a local server that speaks the same protocol, and start again; or describe the records to keep, e.g. "A REST API for a library, with books (title, ISBN) and members (name, email)".`,
    { requirements: [...requirements] },
  );
}
