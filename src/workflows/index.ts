/** The workflow bundle's entry: what a worker registers, by type name. */
export { generateProject } from './generate-project.js';
export { produceFile } from './produce-file.js';
export { verifyProject } from './verify-project.js';
