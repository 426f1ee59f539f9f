/** Colours and weights as `picocolors` writes them: what a style may do to a terminal, and nothing else. */
const STYLE = /^\u001b\[[\d;]*m$/;
/** Control characters but for line ends and tabs, and those that turn the direction of writing. */
const CONTROLS = /\u001b\[[\d;]*m|[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/g;

/**
 * `text` as it may go to a terminal. Much of what is shown comes from elsewhere (models, endpoints, generated programs,
 * other people's files), and a terminal obeys what it is told: to move, to copy, to answer.
 */
export function forTerminal(text: string): string {
  return text.replace(CONTROLS, (found) => (STYLE.test(found) ? found : ''));
}
