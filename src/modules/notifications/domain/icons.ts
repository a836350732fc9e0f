import type { Message, MessageKind } from './message.js';
import { scanHeadline } from './scan-words.js';
import type { Severity } from './severity.js';

const BY_SEVERITY: Record<Severity, string> = {
  ...{ critical: '🚨', high: '🔴', medium: '🟠', low: '🔵', informational: '⚪' },
};

/** Of a kind that is no alarm as such. */
const CALM: Record<MessageKind, string> = {
  ...{ scan: '✅', finding: '✅', vulnerabilities: '✅', assessment: '📊', score: '📈', schedule: '✅' },
  ...{
    workflow: '✅',
    error_rate: '⚠️',
    approval: '✋',
    remediation: '🔧',
    kill_switch: '▶️',
    incident: '✅',
  },
  ...{ patching: '🩹', event: '🔔', request: '📣', digest: '📋', test: '👋' },
};

/** These have failed: how bad that is, is the same each time. */
const FAILED: Partial<Record<MessageKind, string>> = {
  ...{ schedule: '⚠️', workflow: '⚠️', error_rate: '⚠️', score: '📉', kill_switch: '🛑', remediation: '⚠️' },
  ...{ approval: '✋', digest: '📋', patching: '⚠️', request: '📣' },
};

/** The picture before a title, for what shows pictures. */
export function iconOf({ kind, severity, scan }: Message): string {
  if (scan !== null) return scanHeadline(scan).icon;
  if (severity === null) return CALM[kind];
  return FAILED[kind] ?? BY_SEVERITY[severity];
}
