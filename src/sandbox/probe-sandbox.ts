import type { SandboxChoice } from '../protocol/generate-input.js';
import { BareSandbox } from './bare/bare-sandbox.js';
import { findProgram } from './bubblewrap/find-program.js';
import { probeBubblewrap } from './bubblewrap/probe-bubblewrap.js';
import type { SandboxProbe } from './sandbox.js';

async function probeContainer(): Promise<SandboxProbe> {
  const engine = (await findProgram('podman')) ?? (await findProgram('docker'));
  const found = engine === undefined ? '' : ` (${engine} is on this machine)`;
  return {
    available: false,
    cause: `This version of Millwright does not run generated code in a container engine yet${found}.`,
    remedy: 'Use --sandbox bubblewrap, or leave the choice to Millwright with --sandbox auto.',
  };
}

/**
 * Finds a sandbox that works on this machine by running something in it. `auto` is bubblewrap, or unavailable with the
 * cause and the remedy; it never falls back to `none`, which is a person's choice.
 */
export async function probeSandbox({ choice }: { readonly choice: SandboxChoice }): Promise<SandboxProbe> {
  switch (choice) {
    case 'none':
      return {
        available: true,
        sandbox: new BareSandbox(),
        notes: [
          'Generated code runs on this machine without protection: only time and output are bounded, because "none" was asked for.',
        ],
      };
    case 'container':
      return probeContainer();
    case 'auto':
    case 'bubblewrap':
      return probeBubblewrap();
  }
}
