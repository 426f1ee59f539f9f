import type { GenerateInput } from './generate-input.js';
import type { PlannedProject } from './planned-project.js';
import type { Delivery } from './report.js';

/** The workflow `WORKFLOWS.generateProject`: a brief, or a plan, becomes a delivered project. */
export type GenerateProject = (input: GenerateInput) => Promise<Delivery>;

/** The workflow `WORKFLOWS.planProject`: a brief becomes a plan, and nothing is built. */
export type PlanProject = (input: GenerateInput) => Promise<PlannedProject>;
