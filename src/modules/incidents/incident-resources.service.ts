import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { FindingSubjects } from '../scanning/index.js';
import { typeOfArn } from './domain/containment-for.js';
import { GLOBAL_REGION } from '../../shared/partition.js';

/** A resource of an incident: as the inventory knows it, else as its ARN tells. */
export interface IncidentResource {
  arn: string;
  type: string | null;
  accountId: string | null;
  region: string;
  tags: Record<string, string>;
}

/** What is known of the resources that incidents name. */
@Injectable()
export class IncidentResources {
  constructor(
    private readonly database: Database,
    private readonly subjects: FindingSubjects,
  ) {}

  async of(tenantId: string, arns: readonly string[]): Promise<IncidentResource[]> {
    return this.database.withTenant(tenantId, async (tx) => {
      const found: IncidentResource[] = [];
      for (const arn of arns) found.push((await this.subjects.resource(tx, tenantId, arn)) ?? byArn(arn));
      return found;
    });
  }
}

function byArn(arn: string): IncidentResource {
  const [, , , region, accountId] = arn.split(':');
  return {
    arn,
    ...{ type: typeOfArn(arn) ?? null, accountId: accountId || null, region: region || GLOBAL_REGION },
    tags: {},
  };
}
