/** A managed node; `scanned` false: Patch Manager has never looked at it. */
export interface Node {
  patches?: object[];
  scanned?: boolean;
}

/** A missing patch, as DescribeInstancePatches tells of it. */
export const patch = (KBId: string, Severity: string, CVEIds = '', more: object = {}) => ({
  ...{ KBId, Title: `${KBId} title`, Classification: 'Security', Severity, State: 'Missing', CVEIds },
  InstalledTime: 0,
  ...more,
});

/** What Systems Manager answers of these nodes, in the shapes of its API reference; undefined for other operations. */
export function patchAnswer(operation: string, input: Record<string, unknown>, nodes: Record<string, Node>) {
  const ids = Object.keys(nodes);
  switch (operation) {
    case 'DescribeInstanceInformation':
      return { InstanceInformationList: ids.map((InstanceId) => ({ InstanceId, PingStatus: 'Online' })) };
    case 'DescribeInstancePatchStates':
      return {
        InstancePatchStates: ids
          .filter((id) => nodes[id]?.scanned !== false)
          .map((InstanceId) => ({
            ...{ InstanceId, PatchGroup: '', BaselineId: 'pb-1', Operation: 'Scan', FailedCount: 0 },
            MissingCount: nodes[InstanceId]?.patches?.length ?? 0,
          })),
      };
    case 'DescribeInstancePatches':
      return { Patches: nodes[String(input['InstanceId'])]?.patches ?? [] };
    default:
      return undefined;
  }
}
