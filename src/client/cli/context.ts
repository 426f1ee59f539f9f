import type { Readable } from 'node:stream';
import type { Client } from '@temporalio/client';
import type {
  StackConnection,
  StackOptions,
  StackStatus,
} from '../../../temporal-config/local-stack/stack.js';
import type { Config } from '../../config.js';
import type { ClientParts } from '../parts.js';
import type { Finding } from './doctor/finding.js';
import type { Display } from './display.js';
import type { Style } from './render/style.js';

/** Where a server is; `role` says whose. */
export type StackAddress = Pick<StackConnection, 'address' | 'namespace' | 'role'>;

/** How a command gets at Temporal. */
export interface StackAccess {
  join(options: StackOptions): Promise<StackConnection>;
  status(home: string): Promise<StackStatus>;
  /** Is there a server to reach or to start? Starts and fetches nothing. */
  checkServer(config: Config): Promise<Finding>;
  /** The connection lasts as long as the process: closing it under a call that is being retried throws out of a timer. */
  connect(stack: StackAddress): Promise<Client>;
}

/** Everything that a command touches; `main.ts` makes the real one. */
export interface CliContext {
  readonly config: Config;
  readonly cwd: string;
  readonly parts: ClientParts;
  readonly stack: StackAccess;
  readonly display: Display;
  readonly stdin: Readable & { readonly isTTY?: boolean };
  /** Where a person can be asked; null when nobody sits there, a program reads the answer, or the brief has ended the input. */
  readonly terminal: { readonly input: NodeJS.ReadStream; readonly output: NodeJS.WriteStream } | null;
  /** Aborted by the first Ctrl-C. */
  readonly interrupted: AbortSignal;
  /** Prints a document for a program at once, from a command that then goes on; silent without --json. */
  readonly announce: (document: unknown) => void;
  /** Program and arguments of a worker process. */
  readonly workerCommand: readonly string[];
  /**
   * Reads what a worker reads when it starts: one that cannot ends at once, and whoever started it hears of that here, in words.
   * @throws ConfigError.
   */
  readonly checkWorker: () => Promise<void>;
}

/** What a command found or did, as data; `main.ts` prints it and sets the exit code. */
export interface CommandResult {
  readonly exitCode: 0 | 1 | 2;
  /** The whole answer for a program; undefined when it was announced already. */
  readonly json: unknown;
  /** The same for a person. */
  readonly lines: (style: Style) => readonly string[];
}
