/** Rows of what a tenant decides by rules of its own: a mute, a control that is enabled, and a framework. */
export function customRows(muteId: string, mark: string): [table: string, row: Record<string, unknown>][] {
  const saved = { saved_by: mark, saved_by_key: mark };
  const expression = '$exists(tags.owner)';
  return [
    [
      'mutes',
      { id: muteId, rules: [{ controlId: mark }], reason: mark, created_by: mark, created_by_key: mark },
    ],
    [
      'custom_controls',
      {
        id: `custom_${mark}`,
        resource_type: 'AWS::EC2::Volume',
        severity: 'low',
        title: mark,
        risk: mark,
        remediation: { text: mark },
        expression,
        enabled: true,
        tried_expression: `AWS::EC2::Volume\n${expression}`,
        ...saved,
      },
    ],
    [
      'custom_frameworks',
      {
        id: `own-${mark}`,
        name: mark,
        version: mark,
        description: mark,
        requirements: [{ id: '1', title: mark, section: mark, controls: ['s3_bucket_unused'] }],
        ...saved,
      },
    ],
  ];
}
