import type { ExecutionStatus } from './filters.js';

const TONES: Readonly<Record<ExecutionStatus, string>> = {
  PENDING_START: 'informational',
  RUNNING: 'low',
  SUCCEEDED: 'good',
  FAILED: 'problem',
  TIMED_OUT: 'problem',
  ABORTED: 'informational',
};

export const inWords = (status: ExecutionStatus): string => status.toLowerCase().replaceAll('_', ' ');

export const StatusBadge = ({ of }: { of: ExecutionStatus }) => (
  <span className={`badge ${TONES[of]}`}>{inWords(of)}</span>
);
