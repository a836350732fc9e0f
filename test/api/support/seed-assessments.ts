import { newId } from '../../../src/shared/ids.js';

const COUNTS = { pass: 1, fail: 2, noEvidence: 3, manual: 4, notApplicable: 5, muted: 6 };

/** Rows of what the last unit of a scan writes: how types were read, what each control says, and a score. */
export function assessmentRows(
  scanId: string,
  accountId: string,
  mark: string,
): [table: string, row: Record<string, unknown>][] {
  const now = new Date();
  const { noEvidence: no_evidence, notApplicable: not_applicable, ...counts } = COUNTS;
  return [
    [
      'type_readings',
      {
        ...{ account_id: accountId, region: 'eu-west-1', type: 'AWS::EC2::Instance', read_at: now },
        ...{ missing: { noEvidence: 'denied', code: 'AccessDenied', message: mark }, scan_id: scanId },
      },
    ],
    [
      'control_tallies',
      {
        ...{ account_id: accountId, control_id: 'ec2_ebs_volume_unattached', severity: 'low' },
        ...{ ...counts, no_evidence, not_applicable, as_of: now },
      },
    ],
    [
      'scores',
      {
        ...{ id: newId('score'), account_id: accountId, framework_id: `own-${mark}`, at: now },
        ...{ score: 33.3, coverage: 42.9, counts: COUNTS, requirements: { '1': [33.3, 42.9] } },
        scan_id: scanId,
      },
    ],
  ];
}
