import { MODELS, type ModelServer } from './model-server.js';

/** What came back for one request. */
export interface Asked {
  readonly status: number;
  readonly text: string;
  readonly finish: string;
  readonly refusal: string | null;
  readonly body: unknown;
  readonly headers: Headers;
}

interface CompletionBody {
  readonly choices?: readonly {
    readonly message: { readonly content: string; readonly refusal: string | null };
    readonly finish_reason: string;
  }[];
}

/** Asks a model of the double, whole. @param more fields of the request beside model and messages. */
export async function ask(
  server: ModelServer,
  prompt: string | readonly { readonly role: string; readonly content: string }[],
  more: Readonly<Record<string, unknown>> = {},
): Promise<Asked> {
  const messages =
    typeof prompt === 'string'
      ? [
          { role: 'system', content: 'You write software.' },
          { role: 'user', content: prompt },
        ]
      : prompt;
  const response = await fetch(`${server.url}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer any' },
    body: JSON.stringify({ model: MODELS.standard, messages, ...more }),
  });
  const body = (await response.json()) as CompletionBody;
  const choice = body.choices?.[0];
  return {
    status: response.status,
    text: choice?.message.content ?? '',
    finish: choice?.finish_reason ?? '',
    refusal: choice?.message.refusal ?? null,
    body,
    headers: response.headers,
  };
}

/** The content of a reply that is one code block. */
export function codeIn(reply: string): string {
  const match = /^(`{3,})\w*\n([\s\S]*)\n\1$/.exec(reply.trim());
  if (match === null) throw new Error(`The reply is not one code block: ${reply.slice(0, 200)}`);
  return `${match[2] ?? ''}\n`;
}
