import { z } from 'zod';

/** How a model wants to be spoken to. What cannot be known from its name is learned from what its endpoint refuses. */
export const modelProfileSchema = z.strictObject({
  /** Field of Chat Completions that limits a reply; Responses always has `max_output_tokens`. */
  outputLimit: z.enum(['max_tokens', 'max_completion_tokens']),
  /** May a temperature be sent? */
  temperature: z.boolean(),
  /** How a structured answer is asked for; below `json-schema` the schema is written into the prompt. */
  structure: z.enum(['json-schema', 'json-object', 'prompt']),
  streaming: z.boolean(),
  /** May a stream be asked for its usage (`stream_options.include_usage`)? */
  streamUsage: z.boolean(),
  /** `user`: instructions go into the first message of the user, because the model takes no others. */
  instructions: z.enum(['system', 'user']),
  /** Thinks before it answers, and is paid for the thoughts. */
  reasoning: z.boolean(),
  /** Tokens of prompt and reply together; null: not known. */
  contextTokens: z.int().min(1).nullable(),
  /** Tokens of the longest reply; null: not known. */
  maxOutputTokens: z.int().min(1).nullable(),
});
export type ModelProfile = z.infer<typeof modelProfileSchema>;

export type ProfileChange = Partial<ModelProfile>;
