import type { Schemas } from '../api/api.js';

export type Severity = Schemas['Finding']['severity'];
export const severities: readonly Severity[] = ['critical', 'high', 'medium', 'low', 'informational'];

export const SeverityBadge = ({ of }: { of: Severity }) => <span className={`badge ${of}`}>{of}</span>;
