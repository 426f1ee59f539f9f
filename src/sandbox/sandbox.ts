/** Bounds on what runs in a sandbox. None of them is a wish: each is enforced, or the sandbox says it cannot. */
export interface SandboxLimits {
  readonly wallMs: number;
  readonly cpuSeconds: number;
  readonly memoryBytes: number;
  readonly processes: number;
  /** Largest file the command may write. */
  readonly fileBytes: number;
  /** Bytes kept of stdout and of stderr each; the rest is dropped and `truncated` is set. */
  readonly outputBytes: number;
}

export interface SandboxCommand {
  /** Host folder with the project; the command works in a writable mount of it, and what it writes stays there. */
  readonly project: string;
  /** Host folders laid into the project read-only, e.g. the installed packages at `node_modules`. */
  readonly mounts: readonly { readonly source: string; readonly target: string }[];
  readonly command: readonly string[];
  /** The whole environment of the command beside PATH and HOME. */
  readonly environment: Readonly<Record<string, string>>;
  readonly limits: SandboxLimits;
}

export interface SandboxResult {
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  /** Which bound ended it; null when none did. */
  readonly exceeded: 'wall' | 'cpu' | 'memory' | null;
}

/** An HTTP exchange with a service in a sandbox, made by Millwright from outside of it. */
export interface ServiceRequest {
  readonly method: string;
  readonly path: string;
  /** Sent as JSON, and said to be. */
  readonly body?: unknown;
  /** Sent instead as it stands; what it is, `headers` say. */
  readonly rawBody?: string;
  /** Beside those that the exchange itself needs; names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
}
export interface ServiceResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** How stopping a service went. */
export interface StoppedService extends SandboxResult {
  /** It ended for that reason, in time, and so did all of its processes. */
  readonly stoppedBySigterm: boolean;
  /** Processes that outlived it, and were ended hard. */
  readonly leftBehind: number;
}

/** A server that runs in a sandbox with a network of its own; the only way to it is this handle. */
export interface SandboxService {
  /** @throws Error when nothing listens or the time-out passes. */
  request(request: ServiceRequest): Promise<ServiceResponse>;
  /** Makes the service reachable on 127.0.0.1 of the host, for a person to try; resolves to the port. */
  expose(port: number): Promise<number>;
  /** Sends SIGTERM, waits up to `graceMs`, then ends it hard; says how it went. */
  stop(graceMs: number): Promise<StoppedService>;
  /** Settles when the service ends by itself. */
  readonly ended: Promise<SandboxResult>;
}

/** Runs what was generated: untrusted code without network, host files or environment (docs/sandbox.md). */
export interface Sandbox {
  readonly name: 'bubblewrap' | 'container' | 'none';
  /** The path of the host folder `project` as a program in the sandbox sees, and prints, it. */
  projectFolder(project: string): string;
  run(command: SandboxCommand, signal: AbortSignal): Promise<SandboxResult>;
  /**
   * Starts a server that listens on `port` inside the sandbox.
   * @throws TakenPortError where the sandbox has no network of its own and something else listens there.
   */
  serve(command: SandboxCommand & { readonly port: number }, signal: AbortSignal): Promise<SandboxService>;
}

/** What probing this machine found: a sandbox that works, or why there is none and how to get one. */
export type SandboxProbe =
  | {
      readonly available: true;
      readonly sandbox: Sandbox;
      readonly notes: readonly string[];
      /** Something that it lacks may be had the next time. */
      readonly passing?: true;
    }
  | {
      readonly available: false;
      readonly cause: string;
      readonly remedy: string;
      /** Nothing that is known of this machine explains it (out of processes or time, or words nobody knows): it may work the next time. */
      readonly passing?: true;
    };
