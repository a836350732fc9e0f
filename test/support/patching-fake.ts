import { Global, Module } from '@nestjs/common';
import { AwsRefused } from '../../src/modules/patching/aws/aws-refused.js';
import {
  PatchingAws,
  type Instance,
  type Invocation,
  type Kept,
  type Node,
  type Patched,
  type Place,
  type Readiness,
  type RootReplacement,
  type Tags,
  type WantedCommand,
} from '../../src/modules/patching/aws/patching-aws.js';
import { OTHER_PATCHING_AWS } from '../../src/modules/patching/installation.providers.js';

/** Patches on a disk: what Patch Manager would find there. */
type Disk = Record<string, string>;

/** What an instance does that is not as it should be. */
export interface Behaviour {
  /** Systems Manager says Failed of an installation that restarted and went well. */
  failsAfterReboot?: boolean;
  /** This patch fails, and so the run ends without the restart that the others need. */
  failing?: string;
  /** After a restart it is away for as many looks. */
  late?: number;
  /** With this patch on its disk it is not well. */
  brokenBy?: string;
  /** The command says Success, and does nothing. */
  idle?: boolean;
}

interface Machine {
  instance: Instance;
  targetGroups: string[];
  behaviour: Behaviour;
  boots: number;
  /** Looks for which it is still away. */
  away: number;
  reported: { states: Disk; asOf: Date | null };
  /** What Systems Manager will show after as many looks. */
  coming: { states: Disk; asOf: Date; looks: number } | null;
}

interface Sent {
  command: WantedCommand;
  id: string;
  invocation: Invocation;
}

/** The process dies here: what the call did is done, and nobody has heard of it. */
export class Crash extends Error {}

const PENDING = 'InstalledPendingReboot';
/** What a scan has found is shown a little later. */
const REPORT_LOOKS = 2;

/**
 * An account with state: disks with patches, snapshots of them, root volumes that can be replaced, commands that take
 * effect. Health and patches are read from that state, so that only what is really brought back looks so. Shapes of AWS
 * that the emulator lacks (patch states, commands, root volumes); IAM, throttling by itself and eventual consistency
 * are not in it.
 */
export class FakePatchingAws extends PatchingAws {
  readonly pace = { pollMs: 2, visibleAfterMs: 2, backWithinMs: 5_000, wellWithinMs: 5_000, busyMs: 300 };
  /** Calls that change something, in their order: `send AWS-RunPatchBaseline Install i-1`. */
  readonly calls: string[] = [];
  /** Taken away, replacing the root volume says that it went well and replaces nothing. */
  replacesRoot = true;
  /** Called at each call that changes something, before and after it has its effect. */
  onCall: (call: string, when: 'before' | 'after') => void = () => undefined;
  readonly #machines = new Map<string, Machine>();
  readonly #disks = new Map<string, Disk>();
  readonly #snapshots = new Map<string, { disk: Disk; step: string; looks: number }>();
  readonly #sent: Sent[] = [];
  readonly #tasks = new Map<string, { id: string; looks: number }>();
  readonly #refusals: { of: string; times: number; code: keyof typeof FAILURES }[] = [];
  #made = 0;

  /** An instance that runs, with these patches on its disk. */
  add(
    instanceId: string,
    disk: Disk,
    more: Partial<Instance & { targetGroups: string[] } & Behaviour> = {},
  ): void {
    const { targetGroups = [], failsAfterReboot, failing, late, brokenBy, idle, ...rest } = more;
    const rootVolumeId = this.#id('vol');
    this.#disks.set(rootVolumeId, { ...disk });
    const given = { failsAfterReboot, failing, late, brokenBy, idle };
    const behaviour = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
    this.#machines.set(instanceId, {
      instance: {
        ...{ instanceId, state: 'running', zone: 'eu-west-1a', rootDevice: 'ebs', rootVolumeId },
        ...{ volumeIds: [rootVolumeId], isWindows: false, privateIp: '10.0.0.7', tags: {}, ...rest },
      },
      ...{ targetGroups, behaviour, boots: 1, away: 0, reported: { states: {}, asOf: null }, coming: null },
    });
  }

  /** What is on the disk of an instance now. */
  disk(instanceId: string): Disk {
    return { ...this.#diskOf(this.#machine(instanceId)) };
  }

  rootVolume(instanceId: string): string | null {
    return this.#machine(instanceId).instance.rootVolumeId;
  }

  boots(instanceId: string): number {
    return this.#machine(instanceId).boots;
  }

  change(instanceId: string, to: Partial<Instance> & Behaviour): void {
    const machine = this.#machine(instanceId);
    Object.assign(machine.behaviour, to);
    Object.assign(machine.instance, to);
  }

  /** AWS refuses an operation as many times. */
  refuse(of: string, times: number, code: keyof typeof FAILURES = 'ThrottlingException'): void {
    this.#refusals.push({ of, times, code });
  }

  dropSnapshots = (): void => this.#snapshots.clear();

  countOf(call: string): number {
    return this.calls.filter((one) => one.startsWith(call)).length;
  }

  // --- what patching asks

  async instances(_place: Place, ids: readonly string[]): Promise<Instance[]> {
    this.#mayRefuse('ec2:DescribeInstances');
    return ids.flatMap((id) => {
      const found = this.#machines.get(id);
      return found === undefined ? [] : [{ ...found.instance }];
    });
  }

  async targetGroups(_place: Place, ids: readonly string[]): Promise<ReadonlyMap<string, string[]>> {
    this.#mayRefuse('elasticloadbalancing:DescribeTargetHealth');
    return new Map(ids.map((id) => [id, this.#machines.get(id)?.targetGroups ?? []]));
  }

  async nodes(_place: Place, ids: readonly string[]): Promise<Node[]> {
    return ids.flatMap((instanceId) => {
      const machine = this.#machines.get(instanceId);
      if (machine === undefined) return [];
      const isAway = this.#isAway(machine);
      return [{ instanceId, pingStatus: isAway ? 'ConnectionLost' : 'Online', lastPingAt: new Date() }];
    });
  }

  async isWell(_place: Place, instanceId: string): Promise<boolean> {
    return !this.#isAway(this.#machine(instanceId));
  }

  async bootMark(_place: Place, { instanceId }: { instanceId: string }): Promise<string | undefined> {
    const machine = this.#machine(instanceId);
    return this.#isAway(machine) ? undefined : `boot-${machine.boots}`;
  }

  snapshot(_place: Place, instance: Instance, { step }: Tags): Promise<Kept> {
    return this.#call(`snapshot ${instance.instanceId}`, 'ec2:CreateSnapshots', () => {
      const rootSnapshotId = this.#keep(instance, step, 'snap');
      return { snapshotIds: [rootSnapshotId], rootSnapshotId, imageId: null };
    });
  }

  image(_place: Place, instance: Instance, { step }: Tags): Promise<Kept> {
    return this.#call(`image ${instance.instanceId}`, 'ec2:CreateImage', () => {
      const imageId = this.#keep(instance, step, 'ami');
      return { snapshotIds: [], rootSnapshotId: null, imageId };
    });
  }

  async kept(
    _place: Place,
    _instance: Instance,
    step: string,
    kind: 'ebs' | 'ami',
  ): Promise<Kept | undefined> {
    const found = [...this.#snapshots].find(([, one]) => one.step === step)?.[0];
    if (found === undefined) return undefined;
    if (kind === 'ami') return { snapshotIds: [], rootSnapshotId: null, imageId: found };
    return { snapshotIds: [found], rootSnapshotId: found, imageId: null };
  }

  async readiness(_place: Place, { rootSnapshotId, imageId }: Kept): Promise<Readiness> {
    const found = this.#snapshots.get(rootSnapshotId ?? imageId ?? '');
    if (found === undefined) return 'gone';
    found.looks += 1;
    return found.looks > 2 ? 'ready' : 'pending';
  }

  send(_place: Place, command: WantedCommand): Promise<string> {
    const { Operation: [operation = 'script'] = [] } = command.parameters;
    return this.#call(
      `send ${command.document} ${operation} ${command.instanceId}`,
      'ssm:SendCommand',
      () => {
        const id = this.#id('command');
        this.#sent.push({ command, id, invocation: this.#run(command, operation) });
        return id;
      },
    );
  }

  async commandOf(
    _place: Place,
    { instanceId, comment }: { instanceId: string; comment: string },
  ): Promise<string | undefined> {
    return this.#sent.find(({ command }) => command.instanceId === instanceId && command.comment === comment)
      ?.id;
  }

  async invocation(_place: Place, commandId: string): Promise<Invocation | undefined> {
    this.#mayRefuse('ssm:GetCommandInvocation');
    return this.#sent.find(({ id }) => id === commandId)?.invocation;
  }

  async patches(_place: Place, instanceId: string): Promise<Patched> {
    this.#mayRefuse('ssm:DescribeInstancePatches');
    const machine = this.#machine(instanceId);
    if (machine.coming !== null && (machine.coming.looks -= 1) < 0) {
      machine.reported = machine.coming;
      machine.coming = null;
    }
    const { states, asOf } = machine.reported;
    return { states: { ...states }, asOf };
  }

  reboot(_place: Place, instanceId: string): Promise<void> {
    return this.#call(`reboot ${instanceId}`, 'ec2:RebootInstances', () =>
      this.#boot(this.#machine(instanceId)),
    );
  }

  replaceRoot(_place: Place, { instanceId, from, token }: RootReplacement): Promise<string> {
    return this.#call(`replace-root ${instanceId}`, 'ec2:CreateReplaceRootVolumeTask', () => {
      const known = this.#tasks.get(token);
      if (known !== undefined) return known.id;
      const machine = this.#machine(instanceId);
      const kept = this.#snapshots.get(from.rootSnapshotId ?? from.imageId ?? '');
      if (kept === undefined) throw refused('ec2:CreateReplaceRootVolumeTask', 'InvalidSnapshot.NotFound');
      const task = { id: this.#id('replacevol'), looks: 0 };
      this.#tasks.set(token, task);
      if (this.replacesRoot) {
        machine.instance.rootVolumeId = this.#id('vol');
        this.#disks.set(machine.instance.rootVolumeId, { ...kept.disk });
        this.#boot(machine);
      }
      return task.id;
    });
  }

  async replacement(_place: Place, taskId: string): Promise<Readiness> {
    const task = [...this.#tasks.values()].find(({ id }) => id === taskId);
    if (task === undefined) return 'gone';
    task.looks += 1;
    return task.looks > 2 ? 'ready' : 'pending';
  }

  // --- what happens then

  #run({ instanceId, document }: WantedCommand, operation: string): Invocation {
    const machine = this.#machine(instanceId);
    if (document !== 'AWS-RunPatchBaseline') return this.#check(machine);
    if (operation === 'Scan') return this.#scan(machine);
    return this.#install(machine);
  }

  #scan(machine: Machine): Invocation {
    // never twice the same time, as AWS's of two operations are not
    const asOf = new Date(Math.max(Date.now(), (machine.reported.asOf?.getTime() ?? 0) + 1));
    machine.coming = { states: { ...this.#diskOf(machine) }, asOf, looks: REPORT_LOOKS };
    return over('Success');
  }

  #install(machine: Machine): Invocation {
    const disk = this.#diskOf(machine);
    const { failing, failsAfterReboot, idle } = machine.behaviour;
    if (idle === true) return over('Success');
    for (const [patch, state] of Object.entries(disk))
      if (state === 'Missing') disk[patch] = patch === failing ? 'Failed' : PENDING;
    if (failing !== undefined) return over('Failed');
    this.#boot(machine);
    return over(failsAfterReboot === true ? 'Failed' : 'Success');
  }

  #check(machine: Machine): Invocation {
    const { brokenBy } = machine.behaviour;
    const isBroken = brokenBy !== undefined && this.#diskOf(machine)[brokenBy] === 'Installed';
    return isBroken ? over('Failed', `broken by ${brokenBy}`) : over('Success');
  }

  #boot(machine: Machine): void {
    const disk = this.#diskOf(machine);
    for (const [patch, state] of Object.entries(disk)) if (state === PENDING) disk[patch] = 'Installed';
    machine.boots += 1;
    machine.away = machine.behaviour.late ?? 1;
  }

  #isAway(machine: Machine): boolean {
    machine.away = Math.max(0, machine.away - 1);
    return machine.away > 0;
  }

  #keep(instance: Instance, step: string, kind: string): string {
    const id = this.#id(kind);
    this.#snapshots.set(id, { disk: this.disk(instance.instanceId), step, looks: 0 });
    return id;
  }

  async #call<T>(call: string, of: string, effect: () => T): Promise<T> {
    this.#mayRefuse(of);
    this.onCall(call, 'before');
    const result = effect();
    this.calls.push(call);
    this.onCall(call, 'after');
    return result;
  }

  #mayRefuse(of: string): void {
    const refusal = this.#refusals.find((one) => one.of === of && one.times > 0);
    if (refusal === undefined) return;
    refusal.times -= 1;
    throw refused(of, refusal.code);
  }

  #machine(instanceId: string): Machine {
    const machine = this.#machines.get(instanceId);
    if (machine === undefined) throw new Error(`The fake has no ${instanceId}`);
    return machine;
  }

  #diskOf({ instance }: Machine): Disk {
    return this.#disks.get(instance.rootVolumeId ?? '') ?? {};
  }

  #id(prefix: string): string {
    this.#made += 1;
    return `${prefix}-${String(this.#made).padStart(4, '0')}`;
  }
}

const over = (status: string, output = ''): Invocation => ({
  ...{ isOver: true, status, exitCode: status === 'Success' ? 0 : 1, output },
});

const FAILURES = {
  ThrottlingException: 'throttled',
  AccessDenied: 'denied',
  InvalidInstanceId: 'failed',
  'InvalidSnapshot.NotFound': 'not_found',
} as const;
const refused = (of: string, code: keyof typeof FAILURES): AwsRefused =>
  new AwsRefused(of, { failure: FAILURES[code], code, message: 'as the test wants it' });

/** Stands for AWS in patching; the rest of the application is the real one. */
export function patchingFake() {
  const aws = new FakePatchingAws();
  class FakeModule {}
  Global()(FakeModule);
  Module({
    providers: [{ provide: OTHER_PATCHING_AWS, useValue: aws }],
    exports: [OTHER_PATCHING_AWS],
  })(FakeModule);
  return { aws, module: FakeModule };
}
