/** What the export of a finding to Security Hub leaves behind. */
export function exportRows(
  finding: string,
  place: { account_id: string; region: string },
  mark: string,
): [string, Record<string, unknown>][] {
  const now = new Date();
  return [
    [
      'finding_exports',
      {
        ...place,
        attempted_at: now,
        last_exported_at: now,
        sent: 1,
        failed: 1,
        failures: [{ findingId: finding, code: 'InvalidInput', message: mark }],
        error: { reason: 'denied', code: 'AccessDenied', message: mark },
      },
    ],
    ['exported_findings', { finding_id: finding, state: mark, exported_at: now }],
  ];
}
