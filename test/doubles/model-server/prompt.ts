import { z } from 'zod';

const messageSchema = z.object({
  role: z.string(),
  content: z
    .union([z.string(), z.array(z.object({ type: z.string(), text: z.string().optional() })), z.null()])
    .optional(),
});

/** A chat completion as it is asked for, as far as the double looks at it. */
export const completionRequestSchema = z.looseObject({
  model: z.string(),
  messages: z.array(messageSchema).min(1),
  stream: z.boolean().nullish(),
  stream_options: z.object({ include_usage: z.boolean().optional() }).nullish(),
  max_tokens: z.int().nullish(),
  max_completion_tokens: z.int().nullish(),
  temperature: z.number().nullish(),
  response_format: z
    .looseObject({
      type: z.string(),
      json_schema: z.looseObject({ schema: z.json().optional() }).optional(),
    })
    .nullish(),
});
export type CompletionRequest = z.infer<typeof completionRequestSchema>;

export interface Message {
  readonly role: string;
  readonly text: string;
}

export const TASKS = ['analyze', 'plan', 'write', 'repair', 'review'] as const;
export type TaskKind = (typeof TASKS)[number];

export interface Task {
  readonly kind: TaskKind;
  /** The path or the aspect; empty for `analyze` and `plan`. */
  readonly subject: string;
}

export const SECTIONS = [
  'Brief',
  'Requirements',
  'File',
  'Contract',
  'Declarations',
  'Files',
  'Project tree',
  'Packages',
  'Manifest',
  'Current content',
  'Diagnostics',
  'Mended before',
  'Refused before',
  'Remark',
] as const;
export type SectionName = (typeof SECTIONS)[number];

/** What is asked, and everything that the double may know about it. */
export interface Prompt {
  readonly task: Task;
  /** The messages that the reply is a reply to: those before a reply that was cut off, when it is to be continued. */
  readonly asked: readonly Message[];
  /** The beginning of a reply that is to be continued. */
  readonly begun: string;
  /** Text under a heading; empty without it. */
  readonly section: (name: SectionName) => string;
  /** Declarations by the path of their file. */
  readonly declarations: ReadonlyMap<string, string>;
  /** Files that are shown whole, by their path. */
  readonly files: ReadonlyMap<string, string>;
  /** Says what was wrong with an earlier reply. */
  readonly namesAFault: boolean;
  /** Everything that the asked messages say to the model. */
  readonly text: string;
}

const TASK_LINE = /^Task: (\w+)(?: (.+))?$/m;
const ASKS_TO_GO_ON = /\b(?:go on|continue)\b/i;

export function messagesOf(request: CompletionRequest): readonly Message[] {
  return request.messages.map(({ role, content }) => ({
    role,
    text: typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('\n'),
  }));
}

/** Reads what is asked. A text instead of a prompt: what the script does not allow about it. */
export function readPrompt(messages: readonly Message[]): Prompt | string {
  const last = messages.findLastIndex(({ role, text }) => role === 'user' && TASK_LINE.test(text));
  if (last === -1) return 'No user message has a line "Task: …".';
  const lines = messages[last]?.text ?? '';
  // What is asked stands at the end: a brief or a file may hold such a line too.
  const [, kind = '', subject = ''] = [...lines.matchAll(new RegExp(TASK_LINE, 'gm'))].at(-1) ?? [];
  const known = TASKS.find((each) => each === kind);
  if (known === undefined) return `There is no task "${kind}".`;
  const continued = last > 1 && messages[last - 1]?.role === 'assistant' && ASKS_TO_GO_ON.test(lines);
  const start = continued ? beginning(messages, last) : last + 1;
  const asked = messages.slice(0, start);
  const told = asked.filter(({ role }) => role !== 'assistant').map(({ text }) => text);
  const text = told.join('\n\n');
  const sections = sectionsOf(text);
  return {
    task: { kind: known, subject: subject.trim() },
    asked,
    begun: messages
      .slice(start)
      .filter(({ role }) => role === 'assistant')
      .map((message) => message.text)
      .join(''),
    section: (name) => sections.get(name) ?? '',
    declarations: blocksByPath(sections.get('Declarations') ?? ''),
    files: blocksByPath(sections.get('Files') ?? ''),
    namesAFault:
      (sections.get('Diagnostics') ?? '') !== '' ||
      (sections.get('Refused before') ?? '') !== '' ||
      (sections.get('Remark') ?? '') !== '' ||
      told.filter((each) => TASK_LINE.test(each)).length > 1,
    text,
  };
}

/** Where the replies that are continued begin: a second continuation follows the first. */
function beginning(messages: readonly Message[], last: number): number {
  let start = last - 1;
  while (
    start > 2 &&
    ASKS_TO_GO_ON.test(messages[start - 1]?.text ?? '') &&
    messages[start - 2]?.role === 'assistant'
  )
    start -= 2;
  return start;
}

interface Line {
  readonly text: string;
  /** Inside of a code block, or one of its fences. */
  readonly isCode: boolean;
}

function linesOf(text: string): readonly Line[] {
  let fence = '';
  return text.split('\n').map((line) => {
    const [ticks = ''] = /^`{3,}/.exec(line) ?? [];
    if (fence === '') {
      fence = ticks;
      return { text: line, isCode: ticks !== '' };
    }
    if (ticks.length >= fence.length && line.trim() === ticks) fence = '';
    return { text: line, isCode: true };
  });
}

/** Of two sections with one heading the later one counts. What follows the task is no part of any. */
function sectionsOf(text: string): ReadonlyMap<string, string> {
  const sections = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of linesOf(text)) {
    const heading = line.isCode ? undefined : /^## (.+)$/.exec(line.text)?.[1]?.trim();
    if (heading !== undefined) {
      current = [];
      sections.set(heading, current);
    } else if (!line.isCode && TASK_LINE.test(line.text)) current = [];
    else current.push(line.text);
  }
  return new Map([...sections].map(([name, lines]) => [name, lines.join('\n').trim()]));
}

function blocksByPath(section: string): ReadonlyMap<string, string> {
  const blocks = new Map<string, string[]>();
  let current: string[] | undefined;
  for (const { text, isCode } of linesOf(section)) {
    const path = isCode ? undefined : /^### +`?([^\s`]+)`?/.exec(text)?.[1];
    if (path !== undefined) {
      current = [];
      blocks.set(path, current);
    } else if (isCode) current?.push(text);
  }
  return new Map([...blocks].map(([path, lines]) => [path, lines.slice(1, -1).join('\n')]));
}

/** The content of the first code block of a section, or the section itself where it has none. */
export function blockOf(section: string): string {
  const lines = linesOf(section);
  const start = lines.findIndex(({ isCode }) => isCode);
  if (start === -1) return section;
  const fence = /^`+/.exec(lines[start]?.text ?? '')?.[0] ?? '';
  const end = lines.findIndex(({ text }, index) => index > start && text.trim() === fence);
  return `${lines
    .slice(start + 1, end === -1 ? undefined : end)
    .map(({ text }) => text)
    .join('\n')}\n`;
}

/** The names and words in a text. */
export function wordsIn(text: string): ReadonlySet<string> {
  return new Set(text.match(/[A-Za-z_$][\w$]*/g) ?? []);
}
