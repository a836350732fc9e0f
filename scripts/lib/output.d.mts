/** What a long step shows while it goes on, and how it ended. */
export interface Step {
  update(detail: string): void;
  done(text?: string): void;
  warn(text?: string): void;
  fail(text?: string): void;
}

export interface Output {
  line(text?: string): void;
  done(text: string): void;
  warn(text: string): void;
  fail(text: string): void;
  progress(text: string): Step;
}

export function output(stream: NodeJS.WritableStream): Output;
