/** Project files that an import of `target` (a joined path) may mean, best first. */
export function sourceCandidates(target: string): readonly string[] {
  const match = /^(.*)\.([cm]?)jsx?$/.exec(target);
  if (match !== null) {
    const [, stem = '', flavour = ''] = match;
    return [
      `${stem}.${flavour}ts`,
      ...(flavour === '' ? [`${stem}.tsx`] : []),
      `${stem}.d.${flavour}ts`,
      target,
    ];
  }
  return [
    target,
    `${target}.ts`,
    `${target}.tsx`,
    `${target}.d.ts`,
    `${target}.js`,
    `${target}/index.ts`,
    `${target}/index.tsx`,
  ];
}
