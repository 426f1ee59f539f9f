import type { SandboxLimits } from './sandbox.js';

const MEBIBYTE = 1024 * 1024;

/**
 * Bounds for the lint, build and test commands of a generated project, several times what they need. Measured on two
 * cores, for 30 source and 30 test files: tests 56 threads and 140 MB, type-aware lint 42 and 300 MB, build 55 and 170 MB.
 */
export const COMMAND_LIMITS: SandboxLimits = {
  wallMs: 5 * 60_000,
  cpuSeconds: 300,
  memoryBytes: 2048 * MEBIBYTE,
  processes: 512,
  fileBytes: 256 * MEBIBYTE,
  outputBytes: 4 * MEBIBYTE,
};

/** Bounds for running mutants: their own clock (five minutes) ends them first. */
export const MUTATION_LIMITS: SandboxLimits = { ...COMMAND_LIMITS, wallMs: 6 * 60_000, cpuSeconds: 600 };

/** Bounds for a service that is probed and stopped. */
export const SERVICE_LIMITS: SandboxLimits = {
  ...COMMAND_LIMITS,
  wallMs: 2 * 60_000,
  memoryBytes: 1024 * MEBIBYTE,
};
