/**
 * What pieces of work that run side by side come to. When one fails, the others are waited for first: what is paid for while they
 * run is kept, and nothing spends any more when the failure is told.
 */
export async function allEnded<Results extends readonly unknown[]>(work: {
  readonly [Place in keyof Results]: Promise<Results[Place]>;
}): Promise<{ -readonly [Place in keyof Results]: Awaited<Results[Place]> }> {
  const ended = Promise.allSettled(work);
  try {
    return await Promise.all(work);
  } catch (error) {
    await ended;
    throw error;
  }
}
