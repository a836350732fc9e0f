import { type Control } from './control.js';
import { controls } from './controls/index.js';
import { type Framework } from './frameworks/index.js';
import { GLOBAL_REGION } from './resource-type.js';
import { resourceTypes } from './resources/index.js';
import { asksOf } from './scan-asks.js';
import type { ScanType, Scope } from './scope.js';

/** What findings a scan can have seen; null: all. */
export interface ScanView {
  regions: string[] | null;
  resourceTypes: string[] | null;
  resourceArns: string[] | null;
  controlIds: string[] | null;
}

/** Of what a scan looks at: what lies in no region is read whatever regions are asked for. `own`: the tenant's. */
export function viewOf(
  scanType: ScanType,
  scope: Scope,
  own: { controls: readonly Control[]; frameworks?: readonly Framework[] } = { controls: [] },
): ScanView {
  const { regions, services, resourceArns = null } = scope;
  const asks = asksOf(scanType, scope, own.frameworks);
  return {
    regions: regions === null ? null : [...regions, GLOBAL_REGION],
    resourceTypes:
      services === null
        ? null
        : resourceTypes.filter(({ service }) => services.includes(service)).map(({ type }) => type),
    resourceArns,
    controlIds: asks === undefined ? null : [...controls, ...own.controls].filter(asks).map(({ id }) => id),
  };
}
