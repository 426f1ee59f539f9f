/** Where `millwright plan` writes, unless told otherwise. */
export const PLAN_FILE_NAME = 'millwright.plan.yaml';
