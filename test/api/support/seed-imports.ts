import { newId } from '../../../src/shared/ids.js';

/** Rows of what a scan takes over from AWS's own tools. */
export function importedRows(
  scanId: string,
  arn: string,
  place: { account_id: string; region: string },
  mark: string,
): [table: string, row: Record<string, unknown>][] {
  const now = new Date();
  const shared = {
    ...{ ...place, external_id: mark, resource_arn: arn, title: mark, status: 'open', scan_id: scanId },
    ...{ first_seen_at: now, updated_at: now, last_seen_at: now },
  };
  return [
    [
      'imported_findings',
      {
        ...{ ...shared, id: newId('imp'), provider: 'config', resource_type: 'AWS::EC2::Volume' },
        ...{ severity: 'low', details: { controlIds: [], violates: true, mark } },
      },
    ],
    [
      'vulnerabilities',
      {
        ...{ ...shared, id: newId('vul'), provider: 'inspector', resource_type: 'AWS::EC2::Instance' },
        ...{ vulnerability_id: mark, instance_id: mark, severity: 'high', patchable: false },
      },
    ],
  ];
}
