import { type EvaluationResult } from '@aws-sdk/client-config-service';
import { type Aws } from '../../../../platform/aws/index.js';
import { type NonCompliance } from '../../domain/imports/config-rules.js';

const PAGE = 100;

/**
 * Resources that do not comply with a rule of AWS Config, now: Config keeps no findings, but the last result of each
 * rule. One call where every rule is complied with; else the rules that are not, and the resources of each.
 */
export async function* nonCompliances(
  aws: Aws,
  isWanted: (ruleName: string) => boolean,
): AsyncGenerator<NonCompliance[]> {
  const config = await aws.config();
  const { ComplianceSummary } = await config.getComplianceSummaryByConfigRule({});
  if ((ComplianceSummary?.NonCompliantResourceCount?.CappedCount ?? 0) === 0) return;
  for await (const ruleName of nonCompliantRules(aws)) {
    if (!isWanted(ruleName)) continue;
    let NextToken: string | undefined;
    do {
      const page = await config.getComplianceDetailsByConfigRule({
        ...{ ConfigRuleName: ruleName, ComplianceTypes: ['NON_COMPLIANT'], Limit: PAGE, NextToken },
      });
      yield (page.EvaluationResults ?? []).flatMap(toNonCompliance);
      NextToken = page.NextToken;
    } while (NextToken);
  }
}

async function* nonCompliantRules(aws: Aws): AsyncGenerator<string> {
  const config = await aws.config();
  let NextToken: string | undefined;
  do {
    const page = await config.describeComplianceByConfigRule({
      ...{ ComplianceTypes: ['NON_COMPLIANT'], NextToken },
    });
    for (const { ConfigRuleName } of page.ComplianceByConfigRules ?? [])
      if (ConfigRuleName !== undefined) yield ConfigRuleName;
    NextToken = page.NextToken;
  } while (NextToken);
}

function toNonCompliance(result: EvaluationResult): NonCompliance[] {
  const { ConfigRuleName, ResourceType, ResourceId } =
    result.EvaluationResultIdentifier?.EvaluationResultQualifier ?? {};
  if (ConfigRuleName === undefined || ResourceType === undefined || ResourceId === undefined) return [];
  return [
    {
      ...{ ruleName: ConfigRuleName, resourceType: ResourceType, resourceId: ResourceId },
      ...{ at: result.ResultRecordedTime ?? new Date(0), annotation: result.Annotation ?? null },
    },
  ];
}
