import type { SandboxLimits } from './sandbox.js';

const MEBIBYTE = 1024 * 1024;

/**
 * Bounds for the lint, build and test commands of a generated project: several times what the largest of them needs on
 * two cores (a test run of 30 files: 20 s, 600 MB in all, 120 threads).
 */
export const COMMAND_LIMITS: SandboxLimits = {
  wallMs: 5 * 60_000,
  cpuSeconds: 300,
  memoryBytes: 2048 * MEBIBYTE,
  processes: 512,
  fileBytes: 256 * MEBIBYTE,
  outputBytes: 4 * MEBIBYTE,
};

/** Bounds for a service that is probed and stopped. */
export const SERVICE_LIMITS: SandboxLimits = {
  ...COMMAND_LIMITS,
  wallMs: 2 * 60_000,
  memoryBytes: 1024 * MEBIBYTE,
};
