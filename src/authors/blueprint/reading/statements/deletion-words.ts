export const GONE =
  '(?:deleted|removed|erased|thrown away|thrown out|destroyed|purged|dropped|taken out|deletable|removable|wiped|discarded for good)';

export const DELETES =
  '(?:delet(?:e|es|ing)|remov(?:e|es|ing)|eras(?:e|es|ing)|throw(?:s|ing)? away|the (?:deletion|removal) of)';

export const NOT =
  '(?:cannot|must not|may not|should not|shall not|will not|is not to|must never|can never|may never|should never|is never|are never|is not|are not|cannot ever)';

/** "An owner who has pets": the record and what is said of those that stay. */
export const WITH =
  /^(?:an? |the |each |every |any |all )?([\p{L} -]+?) (?:that|which|who|with|having|whose) (.+)$/iu;
