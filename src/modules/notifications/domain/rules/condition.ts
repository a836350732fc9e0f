import { z } from 'zod';
import { severity } from '../severity.js';

const some = <T extends z.ZodType>(one: T, what: string) =>
  z.array(one).min(1).max(200).optional().describe(what);
const names = (what: string) => some(z.string().trim().min(1).max(256), what);

const severities = some(severity, 'One of these; left out: any');
const workflowTypes = names('Such as compliance-scan');
const accountIds = names('Of AWS, 12 digits');
const frameworks = names('Slugs such as cis-3.0');
const scheduleTypes = names('Such as daily-compliance-scan');
const scheduleIds = names('Of single schedules');
const atLeast = (what: string) => z.number().int().min(1).max(1_000_000).optional().describe(what);

export const incidentSteps = [
  ...(['opened', 'acknowledged', 'escalated', 'contained', 'released', 'closed'] as const),
] as const;

/** What a rule is about: a fact, and what it must be like. Within a field one is enough; all fields must hold. */
export const condition = z
  .discriminatedUnion('fact', [
    z.strictObject({
      fact: z.literal('finding.opened'),
      severities,
      controlIds: names('Of controls'),
      frameworks: frameworks.describe('The control is part of one of them'),
      tags: some(
        z.strictObject({ key: z.string().min(1).max(128), value: z.string().max(256).optional() }),
        'Of the resource; without a value: any',
      ),
      accountIds,
      regions: names('Such as eu-west-1'),
      resourceTypes: names('Such as AWS::S3::Bucket'),
    }),
    z.strictObject({ fact: z.literal('finding.resolved'), controlIds: names('Of controls') }),
    z.strictObject({ fact: z.literal('finding.suppressed'), controlIds: names('Of controls') }),
    z.strictObject({
      fact: z.literal('scan.completed'),
      statuses: names('Such as completed_with_errors'),
      scanTypes: names('Such as full'),
      sources: names('Who or what started it: schedule, workflow, api, …'),
      scheduled: z.boolean().optional().describe('Whether a schedule or /api/schedule/trigger started it'),
      onlyWithFindings: z.boolean().optional().describe('Left out: also those that have found nothing'),
    }),
    z.strictObject({
      fact: z.literal('score.changed'),
      dropOfAtLeast: z.number().min(0.01).max(100).default(1).describe('By so many points it fell'),
      frameworks,
      accountIds,
    }),
    z.strictObject({
      fact: z.literal('violations.detected'),
      severities,
      violationsAtLeast: atLeast('So many'),
    }),
    z.strictObject({
      fact: z.literal('vulnerabilities.detected'),
      criticalCountAtLeast: atLeast('So many critical ones'),
    }),
    z.strictObject({ fact: z.literal('vulnerability-scan.completed'), statuses: names('completed, failed') }),
    z.strictObject({
      fact: z.literal('assessment.completed'),
      frameworks: names('As they were asked for'),
      scoreBelow: z.number().min(0).max(100).optional(),
    }),
    z.strictObject({ fact: z.literal('schedule.run.failed'), scheduleTypes, scheduleIds }),
    z.strictObject({ fact: z.literal('schedule.run.succeeded'), scheduleTypes, scheduleIds }),
    z.strictObject({
      fact: z.literal('workflow.failed'),
      workflowTypes,
      scheduled: z.boolean().optional().describe('false: not those whose failure is one of a schedule'),
    }),
    z.strictObject({
      fact: z.literal('workflow.finished'),
      workflowTypes,
      statuses: names('SUCCEEDED, FAILED, TIMED_OUT, ABORTED'),
    }),
    z.strictObject({ fact: z.literal('error-rate.high') }),
    z.strictObject({
      fact: z.literal('approval.requested'),
      levels: some(z.number().int().min(1).max(9), '1: approvers, 2: admins'),
      workflowTypes,
    }),
    z.strictObject({
      fact: z.literal('approval.decided'),
      levels: some(z.number().int().min(1).max(9), '1: approvers, 2: admins'),
      workflowTypes,
      decisions: some(z.enum(['approved', 'rejected']), 'Left out: both'),
    }),
    z.strictObject({ fact: z.literal('remediation.completed'), statuses: names('Such as completed') }),
    z.strictObject({ fact: z.literal('remediation.kill-switch.changed') }),
    z.strictObject({
      fact: z.literal('incident'),
      what: z.array(z.enum(incidentSteps)).min(1).max(6).default(['opened', 'escalated', 'closed']),
      severities,
      incidentTypes: names('Such as compliance-threshold'),
    }),
    z.strictObject({ fact: z.literal('patch.approved') }),
    z.strictObject({
      fact: z.literal('patch.installed'),
      onlyWithFailures: z.boolean().optional().describe('Left out: also where all batches went well'),
    }),
    z.strictObject({ fact: z.literal('compliance-remediation.completed') }),
  ])
  .describe('What is told: a fact, and what it must be like');
export type Condition = z.output<typeof condition>;
export type ConditionFact = Condition['fact'];

/** Facts about what somebody has to do: what ends them is known, so that a rule can say whom to tell if nobody does. */
export const endingFacts: ReadonlySet<ConditionFact> = new Set([
  ...([
    'approval.requested',
    'incident',
    'finding.opened',
    'schedule.run.failed',
    'error-rate.high',
  ] as const),
]);
