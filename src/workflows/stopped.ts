/** A person ended the run before anything was delivered. */
export class Stopped extends Error {}
