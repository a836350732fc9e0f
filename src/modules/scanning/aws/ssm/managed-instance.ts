import { type InstanceInformation, type SSM } from '@aws-sdk/client-ssm';
import { isNoEvidence, NOT_READ, type Part } from '../../domain/part.js';
import { ssmManagedInstance, type SsmManagedInstance } from '../../domain/resources/ssm/managed-instance.js';
import { idOf, text, time } from '../fields.js';
import { read, reader, type Want } from '../reader.js';
import { type Compliance, complianceOf, NOTHING_KNOWN } from './compliance.js';
import { patchStatesOf } from './patch-states.js';

/** The most that DescribeInstanceInformation gives at once, and that DescribeInstancePatchStates takes. */
const PAGE = 50;

/** A region with N instances takes about N/50 calls for them, N/50 for their patches and 2N/50 for compliance. */
export const ssmManagedInstanceReader = reader(ssmManagedInstance, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const ssm = await aws.ssm();
    let compliance: Part<Compliance> | undefined;
    let NextToken: string | undefined;
    do {
      const page = await ssm.describeInstanceInformation({ MaxResults: PAGE, NextToken });
      const listed = page.InstanceInformationList ?? [];
      // of the whole region at once, and not asked for where there is no instance
      if (listed.length > 0)
        compliance ??= wants(want, 'compliance') ? await read(() => complianceOf(ssm)) : NOT_READ;
      yield await instancesOf(ssm, listed, compliance ?? NOT_READ, want);
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const ssm = await aws.in(ref.region).ssm();
    const id = idOf(ref);
    const found = await ssm.describeInstanceInformation({ Filters: [{ Key: 'InstanceIds', Values: [id] }] });
    const listed = found.InstanceInformationList ?? [];
    if (listed.length === 0) return null;
    const [instance] = await instancesOf(ssm, listed, await read(() => complianceOf(ssm, id)), null);
    return instance ?? null;
  },
});

const wants = (want: Want, part: string): boolean => want?.has(part) ?? true;

async function instancesOf(
  ssm: SSM,
  page: readonly InstanceInformation[],
  compliance: Part<Compliance>,
  want: Want,
): Promise<SsmManagedInstance[]> {
  const ids = page.flatMap(({ InstanceId }) => InstanceId ?? []);
  // they also say what is behind a status of the compliance
  const asked = wants(want, 'patchState') || wants(want, 'compliance');
  const states = asked && ids.length > 0 ? await read(() => patchStatesOf(ssm, ids)) : NOT_READ;
  return page.flatMap((one) => {
    const { InstanceId: id } = one;
    if (id === undefined) return [];
    return {
      ...toInstance(one, id),
      compliance: isNoEvidence(compliance) ? compliance : (compliance.get(id) ?? NOTHING_KNOWN),
      patchState: isNoEvidence(states) ? states : (states.get(id) ?? null),
    };
  });
}

const toInstance = (one: InstanceInformation, id: string) => ({
  id,
  computerName: text(one.ComputerName),
  name: text(one.Name),
  resourceType: text(one.ResourceType),
  platformType: text(one.PlatformType),
  platformName: text(one.PlatformName),
  platformVersion: text(one.PlatformVersion),
  agentVersion: text(one.AgentVersion),
  isLatestAgent: one.IsLatestVersion ?? null,
  pingStatus: text(one.PingStatus),
  lastPingAt: time(one.LastPingDateTime),
  iamRole: text(one.IamRole),
  ipAddress: text(one.IPAddress),
});
