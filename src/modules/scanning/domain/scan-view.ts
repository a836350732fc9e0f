import { controls } from './controls/index.js';
import { GLOBAL_REGION } from './resource-type.js';
import { resourceTypes } from './resources/index.js';
import type { ScanType, Scope } from './scope.js';

/** What findings a scan can have seen; null: all. */
export interface ScanView {
  regions: string[] | null;
  resourceTypes: string[] | null;
  controlIds: string[] | null;
}

/** Of what a scan looks at: what lies in no region is read whatever regions are asked for. */
export function viewOf(scanType: ScanType, { regions, services }: Scope): ScanView {
  return {
    regions: regions === null ? null : [...regions, GLOBAL_REGION],
    resourceTypes:
      services === null
        ? null
        : resourceTypes.filter(({ service }) => services.includes(service)).map(({ type }) => type),
    controlIds:
      scanType === 'cost' ? controls.filter((one) => one.class === 'waste').map(({ id }) => id) : null,
  };
}
