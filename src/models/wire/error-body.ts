/** `{"error": {…}}`, `{"error": "…"}`, `{"message": "…"}`, `{"detail": …}`, any of them in a list, or no JSON at all. */
export function errorIn(text: string): object {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return { message: textOf(text) };
  }
  const outer: unknown = Array.isArray(body) ? body[0] : body;
  if (!isObject(outer)) return { message: textOf(text) };
  const inner = outer.error;
  if (isObject(inner) && typeof inner.message === 'string') return inner;
  const message = typeof inner === 'string' ? inner : (outer.message ?? outer.detail ?? inner ?? outer);
  return {
    message: typeof message === 'string' ? message : JSON.stringify(message),
    code: outer.code ?? outer.error_code,
    type: outer.type,
    param: outer.param,
    metadata: outer.metadata,
  };
}

/**
 * What the provider behind the endpoint said, in the one shape; undefined: the endpoint tells of none. OpenRouter says "Provider
 * returned error" of whatever was refused there, and has the whole answer in `metadata.raw`: as JSON of any of these shapes, or as text.
 */
export function upstreamOf(error: unknown): Readonly<Record<string, unknown>> | undefined {
  const metadata = isObject(error) ? error.metadata : undefined;
  const raw = isObject(metadata) ? metadata.raw : undefined;
  const answer = typeof raw === 'string' ? raw : isObject(raw) ? JSON.stringify(raw) : '';
  return answer.trim() === '' ? undefined : { ...errorIn(answer) };
}

/** An error page's words. */
function textOf(text: string): string {
  return text
    .replace(/<(style|script)[^]*?<\/\1>|<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
