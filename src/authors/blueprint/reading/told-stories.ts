/** How a story begins that tells who wants something: "US-3: As a warden, I". */
export const STORY = /^(\W{0,3}(?:(?:US|story)[- ]?\d+\W{1,4})?)As (an? [\w -]+?),? (?=I\b)/i;
/** Why what only some want is open to all. */
export const NO_ROLES = 'blueprints give no rights by who tells a story: whoever may use it may do this';

/** Who tells a story, as the brief has it: "As a community manager", of "As a community manager, I want …". */
export function storyRole(text: string): string | undefined {
  const [, label = '', role] = STORY.exec(text) ?? [];
  return role === undefined || /^an? (?:user|person|human|developer)$/i.test(role)
    ? undefined
    : text.slice(label.length, label.length + 'As '.length + role.length);
}
