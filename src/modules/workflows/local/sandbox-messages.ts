import type { Problem } from '../../../asl/index.js';

/**
 * Between this process and one that computes for tenants. Large parts travel as JSON text: cheaper than a copy of
 * their objects, and what comes back is JSON and nothing else.
 */
export type Question =
  | {
      kind: 'step';
      /** Of the program; its text comes along where it is not known there. */
      hash: string;
      program?: string;
      state: string;
      event: string;
    }
  | { kind: 'check'; definition: string };

export type Asked = Question & { id: number };

export type Told =
  | { kind: 'ready' }
  /** `text`: a Step, or what a check has found. `cpuMs`: what the process has computed since it began. */
  | { kind: 'answer'; id: number; text: string; cpuMs: number }
  | { kind: 'wants-program'; id: number }
  | { kind: 'too-large'; id: number }
  /** The interpreter failed: a mistake of ours. */
  | { kind: 'failed'; id: number; message: string };

/** What a check of a definition gives: it can run, and looks like this (Mermaid), or what keeps it from that. */
export type Checked = { drawing: string } | { problems: Problem[] };
