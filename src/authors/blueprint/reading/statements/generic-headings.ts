const GENERIC =
  /^(?:(?:main |core |data |business |functional |non functional |api |other |general |more |additional |my |our |the |key |some )*(?:entit(?:y|ies)|features?|fields?|attributes?|propert(?:y|ies)|rules?|requirements?|endpoints?|routes?|overview|constraints?|notes?|models?|resources?|descriptions?|functionalit(?:y|ies)|validations?|introductions?|summary|goals?|scope|background|tech stack|stack|technology|technologies|details?|specifications?|spec|brief|records?|tables?|data|relations?|relationships?|search|pagination|objects?|domain|api|use cases?|user stor(?:y|ies)|behaviou?r|limits?|operations?|example|examples|search(?:ing|es)?|finding(?: things)?|looking things up|filter(?:s|ing)?|sort(?:ing)?|lists?|listings?|quer(?:y|ies)|delet(?:ing|ions?)|removal|access|access control|who (?:can|may|does) (?:do )?what|roles?|roles and (?:rights|permissions)|users and roles|permissions?|rights|sign in|log ?in|security|nice to haves?|edge cases|extras?))$/;

/** Whether a heading's noun is about the brief and not about its subject. */
export function isGeneric(noun: string): boolean {
  return GENERIC.test(noun);
}
