import type { ModelProfile, ProfileChange } from './profile.js';

/** What nearly every compatible server understands; the rest is learned. */
const COMMON: ModelProfile = {
  outputLimit: 'max_tokens',
  temperature: true,
  structure: 'json-schema',
  streaming: true,
  streamUsage: true,
  instructions: 'system',
  reasoning: false,
  contextTokens: null,
  maxOutputTokens: null,
};

const OPENAI_CHAT: ProfileChange = { outputLimit: 'max_completion_tokens' };
const OPENAI_REASONING: ProfileChange = { ...OPENAI_CHAT, temperature: false, reasoning: true };

/** By name, the first that fits. */
const KNOWN: readonly { readonly name: RegExp; readonly profile: ProfileChange }[] = [
  {
    name: /^o1-(?:mini|preview)/,
    profile: { ...OPENAI_REASONING, structure: 'prompt', instructions: 'user' },
  },
  { name: /^gpt-5[\d.]*-chat|^gpt-4(?:o|\.1|\.5)|^chatgpt-4o/, profile: OPENAI_CHAT },
  { name: /^o\d|^gpt-(?:[5-9]|\d\d)|^codex-mini/, profile: OPENAI_REASONING },
  { name: /^gpt-(?:4|3\.5)/, profile: { structure: 'json-object' } },
  { name: /^gpt-oss/, profile: { reasoning: true } },
  // Anthropic's compatible endpoint takes a response_format and ignores it.
  { name: /^claude/, profile: { structure: 'prompt' } },
  { name: /^gemini-(?:2\.5|[3-9])/, profile: { reasoning: true } },
  { name: /^deepseek-(?:reasoner|r\d)/, profile: { structure: 'json-object', reasoning: true } },
  { name: /^deepseek/, profile: { structure: 'json-object' } },
];

/** The profile of a model of this name, with or without its maker in front (`anthropic/…`, `models/…`). */
export function knownProfile(model: string): ModelProfile {
  const name = model.toLowerCase().replace(/^.*\//, '');
  return { ...COMMON, ...KNOWN.find((known) => known.name.test(name))?.profile };
}
