import type { CompletionRequest } from './prompt.js';

/** What an endpoint understands of Chat Completions. */
export interface Dialect {
  readonly outputLimit: 'either' | 'max_tokens' | 'max_completion_tokens';
  /** The richest way to ask for structure that it takes. */
  readonly structure: 'json_schema' | 'json_object' | 'none';
  readonly streaming: boolean;
  readonly temperature: boolean;
  /** Tokens that a prompt and its reply may have together. */
  readonly contextTokens: number;
}

export const FULL_DIALECT: Dialect = {
  outputLimit: 'either',
  structure: 'json_schema',
  streaming: true,
  temperature: true,
  contextTokens: 400_000,
};

/** The least of what endpoints that call themselves compatible understand. */
export const PLAIN_DIALECT: Dialect = {
  outputLimit: 'max_tokens',
  structure: 'none',
  streaming: false,
  temperature: false,
  contextTokens: 128_000,
};

export interface BadRequest {
  readonly message: string;
  readonly param: string;
  readonly code: string;
}

function unsupported(param: string, advice = ''): BadRequest {
  return {
    message: `Unsupported parameter: '${param}' is not supported with this model.${advice}`,
    param,
    code: 'unsupported_parameter',
  };
}

/** What the endpoint answers 400 for; undefined when it understands all of the request. */
export function notUnderstood(
  dialect: Dialect,
  request: CompletionRequest,
  promptTokens: number,
): BadRequest | undefined {
  const { outputLimit, structure, streaming, temperature, contextTokens } = dialect;
  const has = (value: unknown): boolean => value !== undefined && value !== null;
  if (outputLimit === 'max_completion_tokens' && has(request.max_tokens))
    return unsupported('max_tokens', " Use 'max_completion_tokens' instead.");
  if (outputLimit === 'max_tokens' && has(request.max_completion_tokens))
    return unsupported('max_completion_tokens', " Use 'max_tokens' instead.");
  const format = request.response_format?.type ?? 'text';
  const isUnderstood =
    format === 'text' || structure === 'json_schema' || (structure === 'json_object' && format === structure);
  if (!isUnderstood)
    return {
      message: `Invalid parameter: 'response_format' of type '${format}' is not supported with this model.`,
      param: 'response_format',
      code: 'unsupported_value',
    };
  if (!streaming && request.stream === true) return unsupported('stream');
  if (!temperature && has(request.temperature)) return unsupported('temperature');
  const most = request.max_completion_tokens ?? request.max_tokens ?? 0;
  if (promptTokens + most > contextTokens)
    return {
      message: `This model's maximum context length is ${contextTokens} tokens. However, you requested ${promptTokens + most} tokens (${promptTokens} in the messages, ${most} in the completion).`,
      param: 'messages',
      code: 'context_length_exceeded',
    };
  return undefined;
}
