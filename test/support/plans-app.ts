import type { PlanAnswer, PlannedFinding } from '../../src/modules/remediation/plans.schemas.js';
import { startScanApp, type ScanApp } from '../e2e/scan-app.js';
import { startPolicySimulation, type PolicySimulation } from './policy-simulation.js';

export const PUBLIC = 's3_bucket_level_public_access_block';
export const LOGGING = 's3_bucket_server_access_logging_enabled';
export const VOLUME = 'ec2_ebs_volume_unattached';
export const ROLE = 'ShepherdRemediationRole';
/** What blockPublicAccess sets. */
export const ALL_FLAGS = {
  ...{ BlockPublicAcls: true, IgnorePublicAcls: true, BlockPublicPolicy: true, RestrictPublicBuckets: true },
};

interface Refused {
  details?: { path: string; message: string }[];
}

/**
 * The app before the emulator, which lets every role in, denies nothing and throttles nothing: denials and throttles
 * come from a proxy between them, and what IAM says of the role from a stub with documented answers.
 */
export interface PlansApp {
  on: ScanApp;
  iam: PolicySimulation;
  /** Of its account. */
  guardrails(settings: object): Promise<unknown>;
  scan(controls: string[]): Promise<unknown>;
  /** A new bucket, with findings of PUBLIC and LOGGING. */
  bucket(): Promise<{ name: string; arn: string }>;
  /** Of a finding. */
  idOf(arn: string, controlId: string): Promise<string>;
  post(findingIds: string[], key?: string): Promise<{ status: number; body: PlanAnswer & Refused }>;
  plan(...findingIds: string[]): Promise<PlanAnswer>;
  planOne(arn: string, controlId: string): Promise<PlannedFinding>;
  /** Changes are allowed, and so is the role to make them. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export async function startPlansApp(emulator: string): Promise<PlansApp> {
  const iam = await startPolicySimulation(emulator);
  const on = await startScanApp(iam.url);
  const { accountId, ...account } = on.account;
  let made = 0;
  const scan = (controls: string[]) => on.scan({ controls });
  const guardrails = (settings: object) =>
    on.asAdmin.must('PUT', `/remediations/guardrails/${accountId}`, settings);
  const idOf = async (arn: string, controlId: string) => (await on.finding(arn, controlId)).id;
  const post = (findingIds: string[], key = on.keys.operator) =>
    on.app.request<PlanAnswer & Refused>('POST', '/remediations/plan', { key, body: { findingIds } });
  const plan = async (...findingIds: string[]) => {
    const { status, body } = await post(findingIds);
    if (status !== 200) throw new Error(`${status} ${JSON.stringify(body)}`);
    return body;
  };
  return {
    ...{ on, iam, guardrails, scan, idOf, post, plan },
    bucket: async () => {
      const name = `plan-${accountId}-${(made += 1)}`;
      const arn = await account.bucket(name);
      await scan([PUBLIC, LOGGING]);
      return { name, arn };
    },
    planOne: async (arn, controlId) => {
      const [one, other] = (await plan(await idOf(arn, controlId))).items;
      if (one === undefined || other !== undefined) throw new Error('not one plan');
      return one;
    },
    reset: async () => {
      on.proxy.rules = [];
      iam.decide = () => ({ decision: 'allowed' });
      iam.asked = [];
      await guardrails({ enabled: true });
    },
    close: async () => {
      await on.close();
      await iam.close();
    },
  };
}
