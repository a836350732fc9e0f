import { z } from 'zod';
import { pageOf, pageQuery } from '../../shared/paging.js';
import { severities } from './domain/control.js';
import { patchStates, vulnerabilityProviders } from './domain/imports/vulnerability.js';
import { severityList } from './findings.schemas.js';
import { accountId, tenantId } from './scan.schemas.js';

const patch = z.object({
  patchId: z.string().describe('As the operating system names it: KB5034763, openssl.x86_64'),
  title: z.string(),
  classification: z.string(),
  severity: z.enum(severities),
  state: z.enum(patchStates),
});

const vulnerablePackage = z.object({
  name: z.string(),
  version: z.string().nullable(),
  arch: z.string().nullable(),
  manager: z.string().nullable(),
  fixedInVersion: z.string().nullable().describe('null: no release closes it yet'),
  remediation: z.string().nullable(),
});

export const vulnerabilityStatuses = ['open', 'closed'] as const;

export const vulnerabilityItem = z
  .object({
    id: z.string(),
    vulnerabilityId: z.string().describe('A CVE; the id of a security patch that names none'),
    provider: z.enum(vulnerabilityProviders),
    status: z.enum(vulnerabilityStatuses),
    severity: z.enum(severities),
    score: z.number().nullable().describe("Inspector's, 0 to 10"),
    title: z.string(),
    tenantId: z.string(),
    accountId: z.string(),
    region: z.string(),
    resourceArn: z.string(),
    resourceType: z.string(),
    instanceId: z.string().nullable(),
    exploitAvailable: z.boolean().nullable(),
    fixAvailable: z.enum(['yes', 'partial', 'no']).nullable(),
    patchable: z.boolean().describe('A patch is missing that closes it, or a release is there that does'),
    packages: z.array(vulnerablePackage),
    patches: z.array(patch).describe('Missing on the instance, by Systems Manager'),
    firstSeenAt: z.date(),
    updatedAt: z.date().describe('When the provider wrote it last'),
    lastSeenAt: z.date(),
    closedAt: z.date().nullable(),
    scanId: z.string().describe('The scan that saw it last'),
  })
  .meta({ id: 'Vulnerability' });
export type VulnerabilityItem = z.output<typeof vulnerabilityItem>;

export const vulnerabilityList = pageOf(vulnerabilityItem);

export const vulnerabilityQuery = pageQuery.extend({
  tenantId: tenantId.optional(),
  accountId: accountId.optional(),
  region: z.string().min(1).max(32).optional(),
  severity: severityList.optional().describe('One or several, with commas'),
  status: z.enum(vulnerabilityStatuses).optional(),
  instanceId: z.string().min(1).max(64).optional(),
  vulnerabilityId: z.string().min(1).max(128).optional(),
  patchable: z.enum(['true', 'false']).optional(),
});
export type VulnerabilityQuery = z.output<typeof vulnerabilityQuery>;
