/** Where a service listens inside its own network when nothing says otherwise. */
export const SERVICE_PORT = 3000;
