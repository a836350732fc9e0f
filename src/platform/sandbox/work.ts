/** The computing time of a process, where Date.now() is it as well: no expression can tell the time from it. */
export interface SandboxClock {
  /** Since the process began. */
  computedMs(): number;
  /** Makes the next Date.now() exact; those behind it are read from the system now and then only. */
  restart(): void;
}

/** How a kind's questions are answered in a process of the sandbox: one at a time. */
export interface SandboxWork<Q, K = undefined> {
  /** Makes of a text that questions have in common what is kept for them by its hash. */
  learn?(text: string): K;
  /** Plain data. */
  answer(question: Q, known: K, clock: SandboxClock): unknown;
}
