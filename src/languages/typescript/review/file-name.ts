import { finding } from '../finding.js';
import type { ReviewRule } from './review-rule.js';

const KEBAB_CASE = /^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;
/** Components are often called as they are used in JSX. */
const COMPONENT = /^[A-Z][A-Za-z0-9]*(\.[a-z]+)*\.[jt]sx$/;

export const fileName: ReviewRule = {
  aspect: 'style',
  review: ({ path }) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (KEBAB_CASE.test(name) || COMPONENT.test(name)) return [];
    return [
      finding(
        'MW7401',
        { path },
        `The file name "${name}" is not kebab-case.`,
        `Call it "${kebabCase(name)}".`,
      ),
    ];
  },
};

function kebabCase(name: string): string {
  return name
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll(/[_\s]+/g, '-')
    .toLowerCase();
}
