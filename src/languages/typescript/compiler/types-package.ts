/** The package that holds the types of a package without its own: `aws-lambda` → `@types/aws-lambda`, `@a/b` → `@types/a__b`. */
export function typesPackageOf(name: string): string {
  return `@types/${name.replace(/^@([^/]+)\//, '$1__')}`;
}
