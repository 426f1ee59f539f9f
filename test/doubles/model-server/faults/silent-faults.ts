import type { SILENT_FAULTS } from './fault-kinds.js';
import type { Reply } from './reply.js';

export const SILENT: Readonly<Record<(typeof SILENT_FAULTS)[number], Reply>> = {
  empty: { text: '', finish: 'stop', refusal: null },
  refusal: { text: '', finish: 'stop', refusal: 'I am sorry, but I cannot help with that.' },
};
