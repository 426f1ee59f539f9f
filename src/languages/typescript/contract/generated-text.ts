/** Generated source text that knows, for each of its lines, what the line is about. */
export interface GeneratedText<About> {
  readonly text: string;
  /** By line, counted from 0; undefined for a line that is about nothing a reader wrote. */
  readonly about: readonly (About | undefined)[];
}

/** Builds a text part by part. */
export class TextBuilder<About> {
  readonly #lines: string[] = [];
  readonly #about: (About | undefined)[] = [];

  add(text: string, about?: About): void {
    for (const line of text.split('\n')) {
      this.#lines.push(line);
      this.#about.push(about);
    }
  }

  build(): GeneratedText<About> {
    return { text: `${this.#lines.join('\n')}\n`, about: [...this.#about] };
  }
}
