import { Injectable } from '@nestjs/common';
import { type Aws, AwsClients, failureOf, type Failure } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { Organization, OrganizationRefused } from '../discovery/organization.js';
import { roleHome } from '../domain/aws-account.js';
import { organizationIn, type OrganizationAccount } from '../domain/discovery.js';

/** As many as ListAccounts gives at once (Organizations API reference, ListAccounts). */
const PAGE = 20;

/**
 * Lists the accounts with ORGANIZATION_ROLE_ARN, or with the service's own role where the service runs in the
 * management account or in one that is a delegated administrator: AWS lets nobody else ask.
 */
@Injectable()
export class AwsOrganization extends Organization {
  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {
    super();
  }

  async accounts(signal?: AbortSignal): Promise<OrganizationAccount[]> {
    try {
      return await this.#list(signal);
    } catch (error) {
      throw refusalOf(failureOf(error), this.config.get('ORGANIZATION_ROLE_ARN')) ?? error;
    }
  }

  /** A page may be empty and not be the last one; only a missing token says that there is no more. */
  async #list(abortSignal?: AbortSignal): Promise<OrganizationAccount[]> {
    const organizations = await this.#aws().organizations();
    const found: OrganizationAccount[] = [];
    let NextToken: string | undefined;
    do {
      const page = await organizations.listAccounts(
        { MaxResults: PAGE, NextToken },
        abortSignal === undefined ? {} : { abortSignal },
      );
      for (const { Id: accountId, Name: name, Arn: arn, State, Status } of page.Accounts ?? []) {
        if (accountId === undefined) continue;
        const { partition, organizationId } = organizationIn(arn) ?? {
          partition: 'aws',
          organizationId: null,
        };
        // Status was to be retired in September 2026, and older endpoints know no State
        const state = State ?? Status ?? 'UNKNOWN';
        found.push({ accountId, partition, organizationId, name: name ?? accountId, state });
      }
      NextToken = page.NextToken;
    } while (NextToken !== undefined && NextToken !== '');
    return found;
  }

  #aws(): Aws {
    const roleArn = this.config.get('ORGANIZATION_ROLE_ARN');
    const region = this.config.get('AWS_REGION');
    if (roleArn === undefined) return this.clients.ambient(region);
    const home = roleHome(roleArn);
    if (home === undefined) throw new Error(`ORGANIZATION_ROLE_ARN is no role: ${roleArn}`);
    const sessionName = 'compliance-shepherd-discovery';
    const externalId = this.config.get('ORGANIZATION_EXTERNAL_ID') ?? null;
    return this.clients.for({ ...home, tenantId: '', roleArn, externalId, sessionName }, region);
  }
}

/** Undefined for what may pass: throttles, the network, AWS's own faults. */
function refusalOf({ failure, code, message }: Failure, roleArn: string | undefined) {
  if (/NotInUse/.test(code))
    return new OrganizationRefused('no_organization', 'This AWS account is in no organization');
  switch (failure) {
    case 'denied': {
      const how =
        roleArn === undefined
          ? 'it needs organizations:ListAccounts in the management account or a delegated administrator, or ORGANIZATION_ROLE_ARN'
          : `${roleArn} must be assumable and needs organizations:ListAccounts`;
      return new OrganizationRefused(
        'denied',
        `AWS does not let the accounts be listed: ${how} (${message})`,
      );
    }
    case 'invalid_credentials':
      return new OrganizationRefused('no_credentials', `AWS does not accept the credentials (${code})`);
    case 'unsupported':
      return new OrganizationRefused('unsupported', `There is no AWS Organizations here (${code})`);
    case 'throttled':
    case 'unreachable':
    case 'not_found':
    case 'failed':
      return undefined;
  }
}
