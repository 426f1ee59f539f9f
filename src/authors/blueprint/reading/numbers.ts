import nlp from 'compromise';
import { remembered } from './remembered.js';

const WORDS =
  'one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|' +
  'twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million';

/** Source of a pattern for a number in digits (`1,000`, `9.5`, `10k`) or in words (`twenty-five`). */
export const NUMBER = `(?:(?:[€$£]\\s?)?-?\\d[\\d,]*(?:\\.\\d+)?k?(?:\\s?(?:€|euros?|dollars?|pounds?|eur|usd|gbp))?|(?:an? )?(?:${WORDS})(?:[ -](?:and )?(?:${WORDS}))*|a dozen|zero)`;

/** The value of what `NUMBER` matched; undefined when it is none. */
export const numberOf = remembered((text): number | undefined => {
  const plain = text
    .trim()
    .toLowerCase()
    .replace(/[€$£]|\b(?:euros?|dollars?|pounds?|eur|usd|gbp)\b/g, '')
    .trim();
  const digits = /^(-?\d[\d,]*(?:\.\d+)?)(k?)$/.exec(plain);
  if (digits !== null) {
    const value = Number((digits[1] ?? '').replaceAll(',', ''));
    return Number.isFinite(value) ? value * (digits[2] === 'k' ? 1000 : 1) : undefined;
  }
  if (plain === 'zero') return 0;
  if (plain === 'a dozen') return 12;
  const found: unknown = nlp(plain.replace(/^an? /, 'one ')).numbers().get();
  const first: unknown = Array.isArray(found) ? found.at(0) : undefined;
  return typeof first === 'number' ? first : undefined;
});
