/** What a command can run into before or beside a run; the failures of a run have the names of `protocol/errors.ts`. */
export type CommandErrorType =
  /** The command line cannot be carried out as it was typed. */
  | 'Usage'
  /** The folder that a project should go to cannot take it. */
  | 'OutputFolder'
  /** The file that a plan should go to is there, or cannot be written. */
  | 'OutputFile'
  | 'RunNotFound'
  /** A run of this id is closed, and a new one was not asked for. */
  | 'RunClosed'
  /** What was asked for does not exist yet, or never will: the run is open, or ended without it. */
  | 'NothingToShow'
  /** The folder of all state cannot be used. */
  | 'Home'
  | 'NoServer';

/** A sentence for a person and a stable type for a program. Always exit code 2: Millwright could not do it. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
  readonly exitCode = 2;

  /** The run that it is about, for a program to go on with; undefined where it is about none, or one that was named. */
  readonly workflowId: string | undefined;

  constructor(
    readonly type: CommandErrorType,
    message: string,
    { workflowId, ...options }: ErrorOptions & { readonly workflowId?: string } = {},
  ) {
    super(message, options);
    this.workflowId = workflowId;
  }
}

/** Ctrl-C. `message` says what goes on without the command, and how to come back to it. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
  /** What shells use for a process ended by SIGINT. */
  readonly exitCode = 130;
}
