import type { PatchStates } from '../domain/patch-states.js';

/** Where instances are, and under which name CloudTrail of the account shows what is done there. */
export interface Place {
  tenantId: string;
  accountId: string;
  region: string;
  sessionName: string;
}

/** An instance as EC2 tells of it. */
export interface Instance {
  instanceId: string;
  /** `running` … */
  state: string;
  zone: string | null;
  /** `ebs` or `instance-store` */
  rootDevice: string;
  /** null: it has none, or lost it */
  rootVolumeId: string | null;
  volumeIds: readonly string[];
  isWindows: boolean;
  privateIp: string | null;
  tags: Readonly<Record<string, string>>;
}

/** An instance as Systems Manager knows it. */
export interface Node {
  instanceId: string;
  /** `Online`, `ConnectionLost`, `Inactive` */
  pingStatus: string;
  lastPingAt: Date | null;
}

/** How an instance was kept: one of both. */
export interface Kept {
  /** Of its volumes. */
  snapshotIds: readonly string[];
  /** Of the root volume: what a new one can be made from. */
  rootSnapshotId: string | null;
  imageId: string | null;
}

/** pending: not ready yet. */
export type Readiness = 'pending' | 'ready' | 'failed' | 'gone';

export interface WantedCommand {
  instanceId: string;
  document: string;
  parameters: Record<string, string[]>;
  /** By which it is found again: SendCommand takes no token. At most 100 characters. */
  comment: string;
  /** Within which the instance must have taken it. */
  deliverySeconds: number;
}

export interface Invocation {
  isOver: boolean;
  /** `Success`, `Failed`, `TimedOut` … as Systems Manager says it. */
  status: string;
  exitCode: number | null;
  /** The end of what it has printed. */
  output: string;
}

/** What a node was last told to do about patches, and what came of it. */
export interface Patched {
  states: PatchStates;
  /** When the operation ended that told this; null: nothing was ever told. */
  asOf: Date | null;
}

export interface Tags {
  /** The step that makes it: it is found by this after a crash. */
  step: string;
  installationId: string;
  expiresAt: Date;
}

export interface RootReplacement {
  instanceId: string;
  from: Pick<Kept, 'rootSnapshotId' | 'imageId'>;
  /** EC2's ClientToken: the same one makes one task. */
  token: string;
}

/** How long to wait between two looks, and until what was just made can be seen by lists. */
export interface Pace {
  pollMs: number;
  visibleAfterMs: number;
  /** Within which an instance must be back after a restart. */
  backWithinMs: number;
  /** Within which its status checks must pass then. */
  wellWithinMs: number;
  /** Between two looks whether another installation is still at the same instances. */
  busyMs: number;
}

/**
 * All that patching does in an account: the port. It is entered by the role for changes. What AWS refuses is an
 * AwsRefused. Only what is marked as safe may be called twice.
 */
export abstract class PatchingAws {
  abstract readonly pace: Pace;

  /** Those that are there. */
  abstract instances(place: Place, ids: readonly string[]): Promise<Instance[]>;
  /** Names of target groups, by the id of an instance in them. */
  abstract targetGroups(place: Place, ids: readonly string[]): Promise<ReadonlyMap<string, string[]>>;
  abstract nodes(place: Place, ids: readonly string[]): Promise<Node[]>;
  /** Whether both status checks of the instance have passed. */
  abstract isWell(place: Place, instanceId: string): Promise<boolean>;
  /** Changes whenever the instance starts; undefined while it cannot be asked. */
  abstract bootMark(
    place: Place,
    instance: Pick<Instance, 'instanceId' | 'isWindows'>,
  ): Promise<string | undefined>;

  /** Not safe to repeat: look for what is `kept` by the tags first. */
  abstract snapshot(place: Place, instance: Instance, tags: Tags): Promise<Kept>;
  /** Not safe to repeat. Without a restart: what is still in memory is not in it. */
  abstract image(place: Place, instance: Instance, tags: Tags): Promise<Kept>;
  /** What a step has made before; undefined: nothing. */
  abstract kept(
    place: Place,
    instance: Instance,
    step: string,
    kind: 'ebs' | 'ami',
  ): Promise<Kept | undefined>;
  abstract readiness(place: Place, kept: Kept): Promise<Readiness>;

  /** Not safe to repeat: look for the `commandOf` the comment first. @returns its id */
  abstract send(place: Place, command: WantedCommand): Promise<string>;
  abstract commandOf(
    place: Place,
    command: Pick<WantedCommand, 'instanceId' | 'document' | 'comment'>,
    since: Date,
  ): Promise<string | undefined>;
  /** undefined: not known yet. */
  abstract invocation(place: Place, commandId: string, instanceId: string): Promise<Invocation | undefined>;
  abstract patches(place: Place, instanceId: string): Promise<Patched>;

  /** Safe to repeat, but for another restart. */
  abstract reboot(place: Place, instanceId: string): Promise<void>;
  /** Safe to repeat with the same token. @returns the task's id */
  abstract replaceRoot(place: Place, wanted: RootReplacement): Promise<string>;
  abstract replacement(place: Place, taskId: string): Promise<Readiness>;
}
