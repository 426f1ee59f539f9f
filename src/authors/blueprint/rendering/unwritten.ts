/** For a part of the domain that no template writes yet, and that the reading therefore never makes. */
export function unwritten(part: { readonly kind: string }): never {
  throw new Error(`No template writes "${part.kind}".`);
}
