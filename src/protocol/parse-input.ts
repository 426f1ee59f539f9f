import type { z } from 'zod';

/** Which of `names` was meant by `wrong`, for "did you mean"; undefined when none is close. */
export function closest(wrong: string, names: readonly string[]): string | undefined {
  const distance = (a: string, b: string): number => {
    let row = Array.from({ length: b.length + 1 }, (_, index) => index);
    for (let i = 1; i <= a.length; i++) {
      const next = [i];
      for (let j = 1; j <= b.length; j++) {
        const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
        next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
      }
      row = next;
    }
    return row[b.length] ?? 0;
  };
  const ranked = names
    .map((name) => ({ name, away: distance(wrong.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best !== undefined && best.away <= 2 ? best.name : undefined;
}

/** Every problem of an input, each a sentence that starts with the field it is about. */
export function problemsOf(error: z.ZodError, knownFields: readonly string[]): readonly string[] {
  return error.issues.flatMap((issue) => {
    const where = issue.path.join('.');
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => {
        const meant = closest(key, knownFields);
        const field = where === '' ? key : `${where}.${key}`;
        return `${field}: is not a field${meant === undefined ? '' : `; did you mean "${meant}"?`}`;
      });
    }
    return [`${where === '' ? 'input' : where}: ${issue.message}`];
  });
}
