/** With a break of line before it, as no event has one inside: the words of a reply are JSON. */
const MARK = /[\r\n]data: ?\[DONE\]/;
const MARK_CHARACTERS = 13;

/** Sees when a stream comes to `data: [DONE]`, which the client takes for itself and tells nobody of. */
export function endMark(onSeen: () => void): {
  readonly watch: TransformStream<Uint8Array, Uint8Array>;
  seen(): boolean;
} {
  let seen = false;
  let last = '\n';
  return {
    watch: new TransformStream({
      transform(chunk, controller) {
        const text = last + Buffer.from(chunk).toString('latin1');
        if (!seen && MARK.test(text)) {
          seen = true;
          onSeen();
        }
        last = text.slice(1 - MARK_CHARACTERS);
        controller.enqueue(chunk);
      },
    }),
    seen: () => seen,
  };
}
