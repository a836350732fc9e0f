import { describe, expect, it } from '@jest/globals';
import { controlNotes, exportedFinding, suppression } from '../../../../../test/support/exported.js';
import { severities } from '../control.js';
import { toOcsf } from './ocsf.js';
import type { ExportedFinding } from './subject.js';

const of = (changes: Partial<ExportedFinding> = {}) =>
  toOcsf({ finding: exportedFinding(changes), notes: controlNotes() }, { productVersion: '1.2.3' });

describe('a finding as an event of OCSF', () => {
  it('is one of the class Compliance Finding, with all that the class requires', () => {
    expect(of()).toMatchObject({
      ...{ category_uid: 2, class_uid: 2003, activity_id: 2, type_uid: 200302 },
      ...{ severity_id: 4, severity: 'High', status_id: 1, status: 'New' },
      ...{ time: Date.UTC(2026, 2, 1, 10), time_dt: '2026-03-01T10:00:00.000Z' },
      metadata: { version: '1.9.0', profiles: ['cloud', 'datetime'], product: { version: '1.2.3' } },
      finding_info: {
        ...{ uid: 'fnd_1', title: 'The bucket does not block public access', desc: 'Anybody can read it.' },
        ...{ created_time_dt: '2026-03-01T10:00:00.000Z', last_seen_time_dt: '2026-03-02T10:00:00.000Z' },
      },
      compliance: {
        control: 's3_bucket_level_public_access_block',
        requirements: ['cis-3.0/2.1.4'],
        standards: ['CIS AWS Foundations Benchmark 3.0'],
        ...{ status: 'Fail', status_id: 3 },
      },
      resources: [
        {
          uid: 'arn:aws:s3:::acme-invoices',
          type: 'AWS::S3::Bucket',
          region: 'eu-west-1',
          cloud_partition: 'aws',
        },
      ],
      cloud: { provider: 'AWS', account: { uid: '111111111111', type_id: 10 }, region: 'eu-west-1' },
      remediation: { desc: 'Block public access.', references: [expect.stringContaining('https://')] },
    });
  });

  it('has an id for each severity, the worst one highest', () => {
    const ids = [...severities].reverse().map((severity) => of({ severity }).severity_id);
    expect(ids).toEqual([1, 2, 3, 4, 5]);
  });

  it('is created when it was seen once, updated when again, and closed when it is resolved', () => {
    const once = exportedFinding().firstSeenAt;
    expect(of({ lastSeenAt: once })).toMatchObject({ activity_id: 1, type_uid: 200301 });
    const resolved = of({ status: 'resolved', resolvedAt: new Date('2026-03-05T10:00:00.000Z') });
    expect(resolved).toMatchObject({
      ...{ activity_id: 3, activity_name: 'Close', type_uid: 200303, status_id: 4 },
      compliance: { status: 'Pass', status_id: 1 },
      finding_info: { modified_time_dt: '2026-03-05T10:00:00.000Z' },
    });
  });

  it('is suppressed by hand and by a mute alike', () => {
    expect(of({ suppressed: suppression })).toMatchObject({
      status_id: 3,
      status_detail: 'a public website',
    });
    expect(of({ muted: { muteId: 'mute_1' } })).toMatchObject({
      status_id: 3,
      unmapped: { mute_id: 'mute_1' },
    });
  });

  it('does without the notes of a control that is no longer there', () => {
    const event = toOcsf({ finding: exportedFinding(), notes: null }, { productVersion: '1' });
    expect(event).not.toHaveProperty('remediation');
    expect(event.compliance).toMatchObject({ requirements: [], standards: [] });
    expect(event.finding_info.desc).toBe(event.finding_info.title);
  });
});
