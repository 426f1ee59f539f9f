import type { Activities } from '../protocol/activities.js';
import { authorActivities } from './author-activities.js';
import { checkActivities } from './check-activities.js';
import { deliveryActivities } from './delivery-activities.js';
import { mutateActivities } from './mutate-activities.js';
import type { Parts } from './parts.js';
import { createProject } from './project.js';
import { readmeActivities } from './readme-activities.js';
import { verifyActivities } from './verify-activities.js';

/** Every activity, over the given parts. A worker serves those of the task queues it polls. */
export function createActivities(parts: Parts): Activities {
  const project = createProject(parts);
  return {
    ...authorActivities(parts, project),
    ...checkActivities(parts, project),
    ...verifyActivities(parts, project),
    ...readmeActivities(parts, project),
    ...mutateActivities(parts, project),
    ...deliveryActivities(parts, project),
  };
}
