/** How a command reaches Temporal, and on what terms. */
export interface StackConnection {
  /** `host:port` of the frontend; after a take-over, the same. */
  readonly address: string;
  readonly namespace: string;
  /** Address of the Web UI; null where we do not know it (an own cluster). */
  readonly uiUrl: string | null;
  /** `host`: this process keeps server and worker; `guest`: another one does; `external`: `TEMPORAL_ADDRESS` names it. */
  readonly role: () => 'host' | 'guest' | 'external';
  /** Stops what this process hosts, unless another command needs it and takes it over; returns once that is settled. */
  leave(): Promise<void>;
}

export interface StackOptions {
  readonly home: string;
  /** Folder of all that can be made again: the Temporal CLI is found or put there. */
  readonly cache: string;
  readonly serverPort: number;
  readonly uiPort: number;
  readonly namespace: string;
  readonly temporalAddress: string | undefined;
  /** Program and arguments of the worker process; null: the caller needs a server only. */
  readonly workerCommand: readonly string[] | null;
  /**
   * Is told of the server before this process starts a worker for it the first time; what it throws is thrown by the join, and no
   * worker is started. Not called where the server is somebody else's, or no worker is offered.
   */
  readonly beforeWorker?: ((address: string) => Promise<void>) | undefined;
  /** One line for a person: "Building the Temporal server (step 2 of 3) …", "Took over the local stack." */
  readonly onProgress: (line: string) => void;
  readonly signal?: AbortSignal;
}

/** What the lock file says of the running stack. */
export interface StackStatus {
  readonly running: boolean;
  readonly address: string | null;
  readonly uiUrl: string | null;
  readonly hostPid: number | null;
  readonly serverPid: number | null;
  readonly workerPid: number | null;
  readonly version: string | null;
  /** The namespace of its runs; whoever uses the stack must have the same. */
  readonly namespace: string | null;
}
