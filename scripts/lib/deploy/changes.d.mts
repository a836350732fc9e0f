export interface Change {
  kind: 'add' | 'modify' | 'replace' | 'may replace' | 'remove' | 'import' | 'unknown';
  id: string;
  type: string;
  properties: string[];
  kept: boolean;
}

export function judged(changes: readonly object[]): Change[];
export function summary(changes: readonly Change[]): string;
