import type { AssessmentReport } from '../../src/modules/reports/domain/assessment-report.js';
import { AssessmentBuilding } from '../../src/modules/reports/assessment-building.service.js';
import type { TaskContext } from '../../src/platform/tasks/index.js';
import type { ScanApp } from '../e2e/scan-app.js';
import { eventually } from './app.js';
import { workflowClient } from './workflows.js';

export const SOC2 = 'soc2';
/** What is asked of the emulator: the services that have something to find, so that a scan is short. */
export const ASSESSED_SERVICES = ['sqs', 'sns', 's3', 'kms', 'rds'];
export const ALL = { accountIds: null, regions: null, services: null, tags: null };

/** The emulator takes its time for a whole account. */
const SCAN_MS = 90_000;

export interface AssessmentOutput {
  scanJob: { scanJobId: string; status: string };
  gaps: { failedControls: number; failedResources: number; failedRequirements: { id: string }[] };
  recommendations: { total: number; items: { controlId: string; rank: number; scoreGain: number }[] };
  assessment: { framework: string; score: number | null; coverage: number | null; summary: string };
  reportResults: { reportId: string; reportUrl: string; files: { format: string; url: string }[] };
  notifications: { requested: boolean };
}

/** A task's context, for a handler that a test runs by itself. */
export const contextOf = (more: Partial<TaskContext> = {}): TaskContext => ({
  ...{ tenantId: 'acme', idempotencyKey: 'of-the-test', signal: new AbortController().signal },
  ...{ heartbeat: () => Promise.resolve(), logger: console as never },
  ...more,
});

/** Assessments of the tenant `acme`, with the key that is said last. */
export function assessmentClient(on: ScanApp) {
  let key = on.keys.operator;
  const workflows = workflowClient(on.app, () => key);
  const newestScan = async (): Promise<string> => {
    const rows = await on.app.database.query<{ id: string }>('SELECT id FROM scans ORDER BY id DESC LIMIT 1');
    return rows[0]?.id ?? '';
  };
  return {
    workflows,
    newestScan,
    as: (other: string) => void (key = other),
    assess: async (parameters: object) => {
      const { executionArn } = await workflows.start('compliance-assessment', {
        ...{ framework: 'SOC2', scope: { services: ASSESSED_SERVICES } },
        ...parameters,
      });
      const ended = await eventually(async () => {
        const now = await workflows.status(executionArn);
        if (now['status'] === 'RUNNING') return undefined;
        if (now['status'] !== 'SUCCEEDED') throw new Error(JSON.stringify(now));
        return now;
      }, SCAN_MS);
      return { executionArn, output: ended['output'] as AssessmentOutput };
    },
    refusal: async (parameters: object) => {
      const body = { workflowType: 'compliance-assessment', parameters };
      const answer = await workflows.ask('POST', '/start', body);
      return [answer.status, JSON.stringify(answer.body)] as const;
    },
    /** What would be written of the newest scan. */
    built: async (scope: object = {}, framework = SOC2): Promise<AssessmentReport> => {
      const subject = { scanJobId: await newestScan(), framework, scope: { ...ALL, ...scope } };
      return on.app.app
        .get(AssessmentBuilding, { strict: false })
        .of(subject, contextOf(), { now: new Date(), recommends: true });
    },
  };
}
