import type { Problem, Step } from '../../../asl/index.js';
import { sandboxKind } from '../../../platform/sandbox/index.js';

/** What is asked about a tenant's own definition; its program is what the questions have in common. */
export type DefinitionQuestion =
  { kind: 'step'; state: string; event: string } | { kind: 'check'; definition: string };

/** What a check of a definition gives: it can run, and looks like this (Mermaid), or what keeps it from that. */
export type Checked = { drawing: string } | { problems: Problem[] };

export const definitionsKind = sandboxKind<DefinitionQuestion, Step | Checked>(
  'definitions',
  new URL('definition.sandbox.js', import.meta.url),
  { what: 'The definition', one: 'one step of it' },
);
