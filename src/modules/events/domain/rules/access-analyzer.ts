import { alongWith, changed, created, deleted, kind, nothing, rules, type Rule } from '../rule.js';

const analyzerAt = kind(
  'AWS::AccessAnalyzer::Analyzer',
  'arn:{partition}:access-analyzer:{region}:{account}:analyzer/{}',
);
const analyzer = analyzerAt('response.arn|request.analyzerName');
/** Whether a region is analyzed: there is one such setting, with or without an analyzer. */
const coverage = kind(
  'AWS::AccessAnalyzer::Coverage',
  'arn:{partition}:access-analyzer:{region}:{account}:external-access-analysis',
)();
const inRegion = (rule: Rule): Rule => alongWith(rule, coverage);
const analyzerChanged = inRegion(changed(analyzer));
const tagged = inRegion(changed(analyzerAt('request.resourceArn')));

/** IAM Access Analyzer (service-authorization/latest/reference/list_awsiamaccessanalyzer.html). */
export const accessAnalyzerRules = [
  rules('access-analyzer.amazonaws.com', {
    CreateAnalyzer: inRegion(created(analyzer)),
    CreateServiceLinkedAnalyzer: inRegion(created(analyzer)),
    UpdateAnalyzer: analyzerChanged,
    DeleteAnalyzer: inRegion(deleted(analyzer)),
    DeleteServiceLinkedAnalyzer: inRegion(deleted(analyzer)),
    CreateArchiveRule: analyzerChanged,
    UpdateArchiveRule: analyzerChanged,
    DeleteArchiveRule: analyzerChanged,
    TagResource: tagged,
    UntagResource: tagged,
    ApplyArchiveRule: nothing('findings'),
    UpdateFindings: nothing('findings'),
    GenerateFindingRecommendation: nothing('findings'),
    CreateAccessPreview: nothing('a preview'),
    StartResourceScan: nothing('a job'),
    StartPolicyGeneration: nothing('a job'),
    CancelPolicyGeneration: nothing('a job'),
  }),
];
