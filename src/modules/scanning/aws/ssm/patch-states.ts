import { type InstancePatchState, type SSM } from '@aws-sdk/client-ssm';
import { type PatchState } from '../../domain/resources/ssm/managed-instance.js';
import { text, time } from '../fields.js';

/** Of at most 50 instances, which AWS answers at once; one that was never scanned is not among them. */
export async function patchStatesOf(
  ssm: SSM,
  InstanceIds: string[],
): Promise<ReadonlyMap<string, PatchState>> {
  const states: InstancePatchState[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ssm.describeInstancePatchStates({ InstanceIds, MaxResults: 100, NextToken });
    states.push(...(page.InstancePatchStates ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return new Map(
    states.flatMap((state): [string, PatchState][] =>
      state.InstanceId === undefined ? [] : [[state.InstanceId, toPatchState(state)]],
    ),
  );
}

const toPatchState = (state: InstancePatchState): PatchState => ({
  baselineId: text(state.BaselineId),
  patchGroup: text(state.PatchGroup),
  operation: text(state.Operation),
  operationAt: time(state.OperationEndTime) ?? time(state.OperationStartTime),
  installed: (state.InstalledCount ?? 0) + (state.InstalledOtherCount ?? 0),
  missing: state.MissingCount ?? 0,
  failed: state.FailedCount ?? 0,
  pendingReboot: state.InstalledPendingRebootCount ?? 0,
  installedRejected: state.InstalledRejectedCount ?? 0,
  criticalNonCompliant: state.CriticalNonCompliantCount ?? 0,
  securityNonCompliant: state.SecurityNonCompliantCount ?? 0,
  otherNonCompliant: state.OtherNonCompliantCount ?? 0,
});
