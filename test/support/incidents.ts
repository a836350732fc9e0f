import { Injectable, Module } from '@nestjs/common';
import {
  incidentAcknowledged,
  incidentClosed,
  incidentContained,
  incidentEscalated,
  incidentOpened,
  incidentReleased,
} from '../../src/modules/incidents/index.js';
import type { IncidentAnswer, IncidentItem } from '../../src/modules/incidents/incidents.schemas.js';
import { Subscribes, type Fact } from '../../src/platform/outbox/index.js';
import { HOME } from '../e2e/emulated-account.js';
import { startScanApp } from '../e2e/scan-app.js';
import { eventually } from './app.js';
import { QuickChanges, type Refused } from './remediations.js';

/** Facts of incidents as a subscriber gets them, by their names. */
@Injectable()
class HeardIncidents {
  readonly all: [name: string, payload: Record<string, unknown>][] = [];

  @Subscribes(incidentOpened, 'test-incidents')
  opened(fact: Fact<unknown>): Promise<void> {
    return this.#hear(fact, 'opened');
  }
  @Subscribes(incidentAcknowledged, 'test-incidents')
  acknowledged(fact: Fact<unknown>): Promise<void> {
    return this.#hear(fact, 'acknowledged');
  }
  @Subscribes(incidentEscalated, 'test-incidents')
  escalated(fact: Fact<unknown>): Promise<void> {
    return this.#hear(fact, 'escalated');
  }
  @Subscribes(incidentContained, 'test-incidents')
  contained(fact: Fact<unknown>): Promise<void> {
    return this.#hear(fact, 'contained');
  }
  @Subscribes(incidentReleased, 'test-incidents')
  released(fact: Fact<unknown>): Promise<void> {
    return this.#hear(fact, 'released');
  }
  @Subscribes(incidentClosed, 'test-incidents')
  closed(fact: Fact<unknown>): Promise<void> {
    return this.#hear(fact, 'closed');
  }

  #hear({ payload }: Fact<unknown>, name: string): Promise<void> {
    this.all.push([name, payload as Record<string, unknown>]);
    return Promise.resolve();
  }
}
@Module({ providers: [HeardIncidents] })
class HeardModule {}

export interface Reported {
  incidentId: string;
  executionId: string;
  executionArn: string;
  executionName: string;
}

export type IncidentsApp = Awaited<ReturnType<typeof startIncidents>>;

/** The application before the emulator, and the people of a tenant. Nothing may be changed until guardrails allow it. */
export async function startIncidents(
  emulator: string,
  env: Record<string, string> = {},
  modules: NonNullable<Parameters<typeof startScanApp>[2]> = [],
) {
  const on = await startScanApp(emulator, env, [QuickChanges, HeardModule, ...modules]);
  const ask = <T = Record<string, unknown> & Refused>(
    method: string,
    path: string,
    body?: unknown,
    key = on.keys.operator,
    headers: Record<string, string> = {},
  ) => on.app.request<T>(method, path, { key, body, headers });
  const get = (id: string) => on.get<IncidentAnswer>(`/incidents/${id}`);
  const report = async (body: object, key = on.keys.operator): Promise<Reported> => {
    const answer = await ask<Reported>('POST', '/incidents', body, key);
    if (answer.status !== 202) throw new Error(JSON.stringify(answer.body));
    return answer.body;
  };
  /** The incident as soon as it is so. */
  const until = (id: string, isSo: (incident: IncidentAnswer) => boolean): Promise<IncidentAnswer> =>
    eventually(async () => {
      const { status, body } = await ask<IncidentAnswer>('GET', `/incidents/${id}`);
      return status === 200 && isSo(body) && body;
    }, 40_000);
  const { accountId, iam } = on.account;
  const ec2 = on.account.ec2(HOME);

  /** An instance with two interfaces and a volume; the first interface is in two groups. */
  const instance = async () => {
    const { Vpc } = await ec2.createVpc({ CidrBlock: '10.0.0.0/16' });
    const VpcId = Vpc?.VpcId;
    const { Subnet } = await ec2.createSubnet({ VpcId, CidrBlock: '10.0.0.0/24' });
    const SubnetId = Subnet?.SubnetId;
    const group = async (GroupName: string) =>
      (await ec2.createSecurityGroup({ GroupName, Description: GroupName, VpcId })).GroupId ?? '';
    const [web, ops] = [await group('web'), await group('ops')];
    const { Instances } = await ec2.runInstances({
      ...{ ImageId: 'ami-12c6146b', InstanceType: 't2.micro', MinCount: 1, MaxCount: 1 },
      NetworkInterfaces: [{ DeviceIndex: 0, SubnetId, Groups: [web, ops] }],
    });
    const InstanceId = Instances?.[0]?.InstanceId ?? '';
    const { NetworkInterface } = await ec2.createNetworkInterface({ SubnetId, Groups: [ops] });
    const NetworkInterfaceId = NetworkInterface?.NetworkInterfaceId ?? '';
    await ec2.attachNetworkInterface({ NetworkInterfaceId, InstanceId, DeviceIndex: 1 });
    return {
      InstanceId,
      arn: `arn:aws:ec2:${HOME}:${accountId}:instance/${InstanceId}`,
      ops,
      NetworkInterfaceId,
    };
  };
  /** The names of the groups of each interface. */
  const groupsOf = async (InstanceId: string): Promise<string[][]> => {
    const { NetworkInterfaces = [] } = await ec2.describeNetworkInterfaces({
      Filters: [{ Name: 'attachment.instance-id', Values: [InstanceId] }],
    });
    return NetworkInterfaces.map(({ Groups = [] }) =>
      Groups.map(({ GroupName = '' }) => GroupName).sort(),
    ).sort((a, b) => b.length - a.length);
  };
  const snapshotsOf = async (incidentId: string): Promise<string[]> => {
    const { Snapshots = [] } = await ec2.describeSnapshots({
      Filters: [{ Name: 'tag:shepherd:incident', Values: [incidentId] }],
    });
    return Snapshots.map(({ SnapshotId = '' }) => SnapshotId);
  };

  return {
    ...{ on, ask, get, report, until, instance, groupsOf, snapshotsOf, ec2, iam, accountId },
    heard: (id: string): string[] =>
      on.app.app
        .get(HeardIncidents, { strict: false })
        .all.filter(([, { incidentId }]) => incidentId === id)
        .map(([name]) => name),
    facts: () => on.app.app.get(HeardIncidents, { strict: false }).all,
    guardrails: (settings: object) =>
      on.asAdmin.must('PUT', '/remediations/guardrails/*', {
        ...{ enabled: true, maxChangesPerHour: 1000, ...settings },
      }),
    list: async (query: string): Promise<IncidentItem[]> =>
      (await on.get<{ items: IncidentItem[] }>(`/incidents?${query}`)).items,
    keyOf: async (owner: string, role: string) => {
      const body = { tenantId: 'acme', name: owner, role, owner };
      return (await on.app.request<{ key: string }>('POST', '/api-keys', { body })).body.key;
    },
    /** The execution once it has ended. */
    ended: (arn: string) =>
      eventually(async () => {
        const { result } = await on.get<{
          result: { status: string; output: Record<string, unknown>; error: string | null };
        }>(`/workflows/${arn}/status`);
        return result.status !== 'RUNNING' && result;
      }, 40_000),
    isRunning: async (arn: string) =>
      (await on.get<{ result: { status: string } }>(`/workflows/${arn}/status`)).result.status === 'RUNNING',
    close: () => on.close(),
  };
}

/** What its timeline says, in order. */
export const whats = ({ entries }: Pick<IncidentAnswer, 'entries'>): string[] =>
  entries.map(({ what }) => what);
