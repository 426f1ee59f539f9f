/**
 * What a program of one's own needs to start a run with `@temporalio/client`, follow it, and read what it returns. Everything
 * else of the package is reached through its command.
 */
export { generateInputSchema, type GenerateInput } from './protocol/generate-input.js';
export {
  limitChangeSchema,
  responseSchema,
  type LimitChange,
  type PersonRequest,
  type Response,
} from './protocol/messages.js';
export {
  NAMESPACE,
  QUERIES,
  SEARCH_ATTRIBUTES,
  SIGNALS,
  TASK_QUEUES,
  UPDATES,
  WORKFLOWS,
} from './protocol/names.js';
export { ERRORS, type ErrorType } from './protocol/errors.js';
export { deliverySchema, reportSchema, type Delivery, type Report } from './protocol/report.js';
export { plannedProjectSchema, type PlannedProject } from './protocol/planned-project.js';
export type { GenerateProject, PlanProject } from './protocol/workflow-functions.js';
export type { Costs, Progress } from './protocol/progress.js';
