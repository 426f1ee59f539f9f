import type { ModelGateway, ModelRequest } from '../../../src/protocol/model-call.js';

/** Sections of a prompt that a control takes away. */
export type Blindness = 'context' | 'diagnostics';

const SECTIONS: Readonly<Record<Blindness, readonly string[]>> = {
  /** What other files export. */
  context: ['Declarations', 'Contract'],
  /** What was wrong with the draft before. */
  diagnostics: ['Diagnostics', 'Refused before', 'Remark'],
};

/** The gateway, with sections of every prompt emptied on the way: what its readers are worth. */
export function blinded(gateway: ModelGateway, blindness: Blindness): ModelGateway {
  const blind = (request: ModelRequest): ModelRequest => ({
    ...request,
    messages: request.messages.map((message) => ({
      ...message,
      content: withoutSections(message.content, SECTIONS[blindness]),
    })),
  });
  return {
    ...gateway,
    price: (request) => gateway.price(blind(request)),
    call: (request, options) => gateway.call(blind(request), options),
  };
}

/** `text` with what stands under these headings, up to the next one or to the task, replaced by nothing. */
function withoutSections(text: string, names: readonly string[]): string {
  let inside = false;
  let fence = '';
  const kept: string[] = [];
  for (const line of text.split('\n')) {
    const [ticks = ''] = /^`{3,}/.exec(line) ?? [];
    const isCode = fence !== '' || ticks !== '';
    if (fence === '') fence = ticks;
    else if (ticks.length >= fence.length && line.trim() === ticks) fence = '';
    if (!isCode && line.startsWith('## ')) inside = names.includes(line.slice(3).trim());
    else if (!isCode && line.startsWith('Task: ')) inside = false;
    if (!inside || line.startsWith('## ')) kept.push(line);
  }
  return kept.join('\n');
}
