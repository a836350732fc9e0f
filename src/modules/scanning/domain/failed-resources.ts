import { severities, type Severity } from './control.js';
import type { ResourceVerdict } from './verdicts.js';

/** A resource that a control fails on, with what decided. */
export interface FailedResource {
  resourceArn: string;
  severity: Severity;
  accountId: string;
  region: string;
  evidence: Record<string, unknown>;
  readAt: Date;
}

/** Longer evidence, as JSON, is cut out of what is kept: GET /verdicts has it. */
const LONGEST_EVIDENCE = 4_000;

/** What one control fails on: the worst, and the sum of all of it. */
export class FailedResources {
  readonly #worst: FailedResource[] = [];
  readonly #accounts = new Set<string>();
  readonly #regions = new Set<string>();
  #total = 0;

  /** @param most so many are kept, whatever is added */
  constructor(private readonly most: number) {}

  /** In any order; the same resources give the same list. */
  add({ resourceArn, severity, accountId, region, evidence, readAt }: ResourceVerdict): void {
    if (resourceArn === null) return;
    this.#total += 1;
    this.#accounts.add(accountId);
    this.#regions.add(region);
    const last = this.#worst.at(-1);
    const one = { resourceArn, severity, accountId, region, evidence, readAt };
    if (this.#worst.length === this.most && last !== undefined && !isBefore(one, last)) return;
    const at = this.#worst.findIndex((other) => isBefore(one, other));
    this.#worst.splice(at === -1 ? this.#worst.length : at, 0, { ...one, evidence: bounded(evidence) });
    if (this.#worst.length > this.most) this.#worst.pop();
  }

  get total(): number {
    return this.#total;
  }

  /** The worst first, then by ARN. */
  get worst(): readonly FailedResource[] {
    return this.#worst;
  }

  get accountIds(): string[] {
    return [...this.#accounts].sort();
  }

  get regions(): string[] {
    return [...this.#regions].sort();
  }
}

function isBefore(a: FailedResource, b: FailedResource): boolean {
  const [of, against] = [severities.indexOf(a.severity), severities.indexOf(b.severity)];
  return of === against ? a.resourceArn < b.resourceArn : of < against;
}

function bounded(evidence: Record<string, unknown>): Record<string, unknown> {
  const characters = JSON.stringify(evidence).length;
  return characters <= LONGEST_EVIDENCE ? evidence : { tooLongToShow: true, characters };
}
