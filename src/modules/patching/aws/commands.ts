import { setTimeout as sleep } from 'node:timers/promises';
import type { Aws } from '../../../platform/aws/index.js';
import type { Instance, Invocation, Node, Patched, WantedCommand } from './patching-aws.js';

/** DescribeInstanceInformation takes and gives fifty. */
const NODES = 50;
const PAGE = 100;
/** How much of a command's output is kept. */
const TAIL = 2000;

export async function nodesOf(aws: Aws, ids: readonly string[]): Promise<Node[]> {
  const ssm = await aws.ssm();
  const nodes: Node[] = [];
  for (let start = 0; start < ids.length; start += NODES) {
    const Filters = [{ Key: 'InstanceIds', Values: ids.slice(start, start + NODES) }];
    let NextToken: string | undefined;
    do {
      const page = await ssm.describeInstanceInformation({ Filters, MaxResults: NODES, NextToken });
      for (const { InstanceId, PingStatus = 'unknown', LastPingDateTime } of page.InstanceInformationList ??
        [])
        if (InstanceId !== undefined)
          nodes.push({
            instanceId: InstanceId,
            pingStatus: PingStatus,
            lastPingAt: LastPingDateTime ?? null,
          });
      NextToken = page.NextToken;
    } while (NextToken);
  }
  return nodes;
}

/**
 * SendCommand takes no client token: who may have sent one and not heard of it looks for its comment in ListCommands
 * (systems-manager/latest/APIReference/API_SendCommand.html).
 */
export async function send(aws: Aws, command: WantedCommand): Promise<string> {
  const ssm = await aws.ssm();
  const { Command } = await ssm.sendCommand({
    DocumentName: command.document,
    InstanceIds: [command.instanceId],
    Parameters: command.parameters,
    Comment: command.comment,
    TimeoutSeconds: command.deliverySeconds,
  });
  if (Command?.CommandId === undefined) throw new Error('SendCommand gave no command');
  return Command.CommandId;
}

export async function commandOf(
  aws: Aws,
  { instanceId, document, comment }: Pick<WantedCommand, 'instanceId' | 'document' | 'comment'>,
  since: Date,
): Promise<string | undefined> {
  const ssm = await aws.ssm();
  const Filters = [
    { key: 'DocumentName' as const, value: document },
    // to the second, and by a clock that may be a little before ours
    {
      key: 'InvokedAfter' as const,
      value: new Date(since.getTime() - 60_000).toISOString().replace(/\.\d+/, ''),
    },
  ];
  let NextToken: string | undefined;
  do {
    const page = await ssm.listCommands({ InstanceId: instanceId, Filters, MaxResults: 50, NextToken });
    const found = (page.Commands ?? []).find(({ Comment }) => Comment === comment);
    if (found?.CommandId !== undefined) return found.CommandId;
    NextToken = page.NextToken;
  } while (NextToken);
  return undefined;
}

const UNDER_WAY = ['Pending', 'InProgress', 'Delayed', 'Cancelling'];

export async function invocationOf(
  aws: Aws,
  CommandId: string,
  InstanceId: string,
): Promise<Invocation | undefined> {
  const ssm = await aws.ssm();
  try {
    const told = await ssm.getCommandInvocation({ CommandId, InstanceId });
    const { Status = 'Pending', ResponseCode = -1 } = told;
    const output = [told.StandardOutputContent, told.StandardErrorContent].filter(Boolean).join('\n');
    return {
      isOver: !UNDER_WAY.includes(Status),
      status: told.StatusDetails ?? Status,
      exitCode: ResponseCode === -1 ? null : ResponseCode,
      output: output.slice(-TAIL),
    };
  } catch (error) {
    // a moment after SendCommand it is not there yet
    if (error instanceof Error && error.name === 'InvocationDoesNotExist') return undefined;
    throw error;
  }
}

export async function patchedOf(aws: Aws, InstanceId: string): Promise<Patched> {
  const ssm = await aws.ssm();
  const { InstancePatchStates: [state] = [] } = await ssm.describeInstancePatchStates({
    InstanceIds: [InstanceId],
  });
  const states: Record<string, string> = {};
  let NextToken: string | undefined;
  do {
    const page = await ssm.describeInstancePatches({ InstanceId, MaxResults: PAGE, NextToken });
    for (const { KBId = '', State = 'unknown' } of page.Patches ?? []) if (KBId !== '') states[KBId] = State;
    NextToken = page.NextToken;
  } while (NextToken);
  return { states, asOf: state?.OperationEndTime ?? null };
}

const BOOT_MARKS = {
  linux: { document: 'AWS-RunShellScript', command: 'cat /proc/sys/kernel/random/boot_id' },
  windows: {
    document: 'AWS-RunPowerShellScript',
    command: '(Get-CimInstance Win32_OperatingSystem).LastBootUpTime.ToFileTimeUtc()',
  },
};
const LOOKS = 12;
const LOOK_MS = 5_000;

/** EC2 does not tell when an instance started last: its LaunchTime stays through a reboot. So the instance is asked. */
export async function bootMark(
  aws: Aws,
  { instanceId, isWindows }: Pick<Instance, 'instanceId' | 'isWindows'>,
): Promise<string | undefined> {
  const { document, command } = BOOT_MARKS[isWindows ? 'windows' : 'linux'];
  const commandId = await send(aws, {
    ...{ instanceId, document, parameters: { commands: [command] } },
    ...{ comment: 'shepherd: when was the last start', deliverySeconds: 30 },
  });
  for (let look = 0; look < LOOKS; look += 1) {
    await sleep(LOOK_MS);
    const told = await invocationOf(aws, commandId, instanceId);
    if (told?.isOver) return told.status === 'Success' ? told.output.trim() : undefined;
  }
  return undefined;
}
