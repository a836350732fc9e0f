import { type Severity } from '../control.js';
import { requirementsOf } from '../frameworks/index.js';

export const importProviders = ['securityhub', 'config'] as const;
export type ImportProvider = (typeof importProviders)[number];

/** What another tool says about a resource. */
export interface ImportedFinding {
  provider: ImportProvider;
  /** The same for ever: the provider's own id, or made of what identifies it there. */
  externalId: string;
  accountId: string;
  region: string;
  /** null where the provider's name of it cannot be turned into an ARN. */
  resourceArn: string | null;
  resourceType: string | null;
  title: string;
  severity: Severity;
  /** no_evidence: the provider could not decide; what is known stays as it is. */
  says: 'fail' | 'pass' | 'no_evidence';
  /** A check of compliance failed: other findings (of threats) are no violations. */
  violates: boolean;
  externalControl: string | null;
  /** Our controls that decide the same. */
  controlIds: readonly string[];
  /** Slugs of frameworks that ask for it. */
  frameworks: readonly string[];
  /** When the provider wrote it last. */
  updatedAt: Date;
  details: Record<string, unknown>;
}

/** Every framework that asks for one of these controls, or is named beside them, in order. */
export const frameworksOf = (controlIds: readonly string[], named: readonly string[] = []): string[] =>
  [
    ...new Set([
      ...named,
      ...controlIds.flatMap((id) => requirementsOf(id).map(({ frameworkId }) => frameworkId)),
    ]),
  ].sort();
