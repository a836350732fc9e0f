/**
 * Between this process and one that computes for tenants. Large parts should travel as JSON text: cheaper than a copy
 * of their objects, and what comes back is JSON and nothing else.
 */
export interface Asked {
  id: number;
  kind: string;
  question: unknown;
  /** Of what it has in common with others; that text comes along where it is not known there. */
  hash?: string | undefined;
  common?: string | undefined;
}

export type Told =
  | { kind: 'ready' }
  /** `cpuMs`: what the process has computed since it began. */
  | { kind: 'answer'; id: number; text: string; cpuMs: number }
  | { kind: 'wants-common'; id: number }
  | { kind: 'too-large'; id: number }
  /** The work failed: a mistake of ours. */
  | { kind: 'failed'; id: number; message: string };
