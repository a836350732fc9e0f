import type { Wording } from './limits.js';

/** Something that is computed for tenants: what is asked (Q), and what comes back (A), both as plain data. */
export interface SandboxKind<Q = unknown, A = unknown> {
  readonly name: string;
  /** The module that answers: it exports its SandboxWork as `work`. */
  readonly module: URL;
  readonly wording: Wording;
  /** Only types. */
  readonly of?: (question: Q) => A;
}

const kinds = new Map<string, SandboxKind>();

/**
 * Declares what processes of the sandbox can compute: each of them loads the modules of all kinds before it gives up
 * what loading needs. They should be light, as each process starts with all of them.
 */
export function sandboxKind<Q, A>(name: string, module: URL, wording: Wording): SandboxKind<Q, A> {
  if (kinds.has(name)) throw new Error(`two kinds of the sandbox are named ${name}`);
  const kind: SandboxKind<Q, A> = { name, module, wording };
  kinds.set(name, kind as SandboxKind);
  return kind;
}

export const sandboxKinds = (): readonly SandboxKind[] => [...kinds.values()];
