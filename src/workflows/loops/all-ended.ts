/**
 * What pieces of work that run side by side come to. When one fails, the others are waited for first: what is paid for while they
 * run is kept, and nothing spends any more when the failure is told.
 * @param waits asked only when one has failed; false: it is told at once, as runs did that began before others were waited for.
 */
export async function allEnded<Results extends readonly unknown[]>(
  work: { readonly [Place in keyof Results]: Promise<Results[Place]> },
  waits: () => boolean,
): Promise<{ -readonly [Place in keyof Results]: Awaited<Results[Place]> }> {
  const ended = Promise.allSettled(work);
  try {
    return await Promise.all(work);
  } catch (error) {
    if (waits()) await ended;
    throw error;
  }
}
