import { describe, expect, it, jest } from '@jest/globals';
import { documentedAws, sdkError } from '../../../../../test/controls/proof.js';
import { type SsmManagedInstance } from '../../domain/resources/ssm/managed-instance.js';
import { type Want } from '../reader.js';
import { ssmManagedInstanceReader } from './managed-instance.js';

const place = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
const instance = (InstanceId: string) => ({ InstanceId, PingStatus: 'Online', ResourceType: 'EC2Instance' });
const summary = (ResourceId: string, ComplianceType: string, Status: string) => ({
  ResourceId,
  ComplianceType,
  Status,
  ResourceType: 'ManagedInstance',
  CompliantSummary: { CompliantCount: 4 },
  NonCompliantSummary: { NonCompliantCount: 2 },
});
const states = ({ InstanceIds }: { InstanceIds: string[] }) => ({
  InstancePatchStates: InstanceIds.map((InstanceId) => ({ InstanceId, MissingCount: 2, Operation: 'Scan' })),
});

async function list(ssm: Record<string, object>, want: Want = null): Promise<SsmManagedInstance[]> {
  const found = [];
  for await (const { configurations } of ssmManagedInstanceReader.list(documentedAws({ ssm }), place, want))
    found.push(...(configurations as SsmManagedInstance[]));
  return found;
}

describe('ssmManagedInstanceReader', () => {
  it('asks once in a region without managed instances', async () => {
    const describeInstanceInformation = jest.fn(() => ({ InstanceInformationList: [] }));
    expect(await list({ describeInstanceInformation })).toEqual([]);
    expect(describeInstanceInformation).toHaveBeenCalledTimes(1);
  });

  it('asks for the compliance of the region once, and for patches by the page', async () => {
    const describeInstanceInformation = ({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { InstanceInformationList: [instance('i-1'), instance('i-2')], NextToken: 'more' }
        : { InstanceInformationList: [instance('i-3')] };
    const describeInstancePatchStates = jest.fn(states);
    const listResourceComplianceSummaries = jest.fn(({ NextToken }: { NextToken?: string }) =>
      NextToken === undefined
        ? { ResourceComplianceSummaryItems: [summary('i-1', 'Patch', 'NON_COMPLIANT')], NextToken: 'more' }
        : { ResourceComplianceSummaryItems: [summary('i-1', 'Association', 'COMPLIANT')] },
    );
    const found = await list({
      describeInstanceInformation,
      describeInstancePatchStates,
      listResourceComplianceSummaries,
    });
    expect(found).toMatchObject([
      {
        id: 'i-1',
        compliance: {
          patch: { status: 'NON_COMPLIANT', nonCompliant: 2 },
          association: { status: 'COMPLIANT' },
        },
        patchState: { missing: 2, operation: 'Scan' },
      },
      { id: 'i-2', compliance: { patch: null, association: null } },
      { id: 'i-3' },
    ]);
    expect(listResourceComplianceSummaries).toHaveBeenCalledTimes(2);
    expect(describeInstancePatchStates.mock.calls.map(([{ InstanceIds }]) => InstanceIds)).toEqual([
      ['i-1', 'i-2'],
      ['i-3'],
    ]);
  });

  it('keeps instances whose compliance and patches are denied', async () => {
    const denied = sdkError('AccessDeniedException');
    expect(
      await list({
        describeInstanceInformation: { InstanceInformationList: [instance('i-1')] },
        describeInstancePatchStates: denied,
        listResourceComplianceSummaries: denied,
      }),
    ).toMatchObject([{ compliance: { noEvidence: 'denied' }, patchState: { noEvidence: 'denied' } }]);
  });

  it('asks for neither where no control needs it', async () => {
    const describeInstanceInformation = { InstanceInformationList: [instance('i-1')] };
    expect(await list({ describeInstanceInformation }, new Set(['tags']))).toMatchObject([
      { compliance: { noEvidence: 'not_read' }, patchState: { noEvidence: 'not_read' } },
    ]);
  });

  it('describes one by its id alone, and says when it is not managed any more', async () => {
    const ref = {
      arn: 'arn:aws:ssm:eu-west-1:123456789012:managed-instance/mi-1',
      name: 'x',
      region: 'eu-west-1',
    };
    const describeInstanceInformation = jest.fn((_input: unknown) => ({
      InstanceInformationList: [instance('mi-1')],
    }));
    const summaries = jest.fn((_input: { Filters: { Key: string }[] }) => ({}));
    const one = await ssmManagedInstanceReader.describe(
      documentedAws({
        ssm: {
          describeInstanceInformation,
          describeInstancePatchStates: {},
          listResourceComplianceSummaries: summaries,
        },
      }),
      ref,
    );
    expect(one).toMatchObject({ id: 'mi-1', patchState: null, compliance: { patch: null } });
    expect(describeInstanceInformation).toHaveBeenCalledWith({
      Filters: [{ Key: 'InstanceIds', Values: ['mi-1'] }],
    });
    expect(summaries.mock.calls[0]?.[0].Filters).toContainEqual({
      Key: 'InstanceId',
      Values: ['mi-1'],
      Type: 'EQUAL',
    });
    const nobody = documentedAws({ ssm: { describeInstanceInformation: { InstanceInformationList: [] } } });
    expect(await ssmManagedInstanceReader.describe(nobody, ref)).toBeNull();
  });
});
