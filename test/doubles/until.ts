/** Longer than any wait of a test that passes, on a slow machine too: what is still looked for then will not come. */
const IN_VAIN_MS = 120_000;

/** Looks every 50 ms until `look` gives a value. @throws Error when the wait is in vain, so that nothing looks for ever. */
export async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value> {
  for (const end = Date.now() + IN_VAIN_MS; Date.now() < end;) {
    const value = await look();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`What was waited for did not come within ${IN_VAIN_MS / 1000} s.`);
}
