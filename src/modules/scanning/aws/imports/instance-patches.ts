import { type Aws } from '../../../../platform/aws/index.js';
import { patchOf } from '../../domain/imports/patches.js';
import { type MissingPatch } from '../../domain/imports/vulnerability.js';

/** The most that DescribeInstanceInformation gives, and that DescribeInstancePatchStates takes. */
const NODES = 50;
const PAGE = 100;

/** What Patch Manager has found on a node. */
export interface PatchedNode {
  instanceId: string;
  /** Patches that are missing or failed; null: the node was never scanned. */
  lacks: number | null;
}

/** Each node that Systems Manager manages. Two calls for fifty of them. */
export async function* patchedNodes(aws: Aws): AsyncGenerator<PatchedNode[]> {
  const ssm = await aws.ssm();
  let NextToken: string | undefined;
  do {
    const page = await ssm.describeInstanceInformation({ MaxResults: NODES, NextToken });
    const ids = (page.InstanceInformationList ?? []).flatMap(({ InstanceId = '' }) => InstanceId || []);
    const lacks = ids.length === 0 ? new Map<string, number>() : await lacksOf(aws, ids);
    yield ids.map((instanceId) => ({ instanceId, lacks: lacks.get(instanceId) ?? null }));
    NextToken = page.NextToken;
  } while (NextToken);
}

async function lacksOf(aws: Aws, InstanceIds: string[]): Promise<Map<string, number>> {
  const ssm = await aws.ssm();
  const lacks = new Map<string, number>();
  let NextToken: string | undefined;
  do {
    const page = await ssm.describeInstancePatchStates({ InstanceIds, MaxResults: PAGE, NextToken });
    for (const { InstanceId, MissingCount = 0, FailedCount = 0 } of page.InstancePatchStates ?? [])
      if (InstanceId !== undefined) lacks.set(InstanceId, MissingCount + FailedCount);
    NextToken = page.NextToken;
  } while (NextToken);
  return lacks;
}

/** What a node lacks, with the CVEs that each patch closes: AWS names these for missing and failed ones alone. */
export async function missingPatches(aws: Aws, InstanceId: string): Promise<MissingPatch[]> {
  const ssm = await aws.ssm();
  const Filters = [{ Key: 'State', Values: ['Missing', 'Failed'] }];
  const patches: MissingPatch[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.describeInstancePatches({ InstanceId, Filters, MaxResults: PAGE, NextToken });
    patches.push(...(page.Patches ?? []).map(patchOf).filter((patch) => patch !== undefined));
    NextToken = page.NextToken;
  } while (NextToken);
  return patches;
}
