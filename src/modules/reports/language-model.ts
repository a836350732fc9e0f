/** A model that words what it is given. */
export abstract class LanguageModel {
  /** undefined: none is wanted here. */
  abstract readonly modelId: string | undefined;
  /** @throws Error with what the service said where there is no answer */
  abstract ask(question: { system: string; user: string }, signal: AbortSignal): Promise<string>;
}
