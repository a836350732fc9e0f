import { createHash } from 'node:crypto';

type Fields = Record<string, unknown>;

/** What AWS Config says in EventBridge, by what it says through SNS (config/latest/developerguide/monitor-config-with-cloudwatchevents.html). */
const DETAIL_TYPES: Readonly<Record<string, string>> = {
  ConfigurationItemChangeNotification: 'Config Configuration Item Change',
  // the same change where the item is too large: `configurationItemSummary` stands in its place
  OversizedConfigurationItemChangeNotification: 'Config Configuration Item Change',
  ComplianceChangeNotification: 'Config Rules Compliance Change',
};
/** Files were delivered, rules are run: no resource has changed. */
const NO_CHANGE = /^(?:ConfigurationSnapshotDelivery|ConfigurationHistoryDelivery|ConfigRulesEvaluation)/;

/** What a message of AWS Config's delivery channel is: an event, or nothing to do; undefined: neither. */
export function configNotice(message: Fields): { envelope: Fields } | { nothing: string } | undefined {
  const { messageType } = message;
  if (typeof messageType !== 'string') return undefined;
  if (NO_CHANGE.test(messageType)) return { nothing: `config ${messageType}` };
  const detailType = DETAIL_TYPES[messageType];
  if (detailType === undefined) return undefined;
  const item = fieldsOf(message['configurationItem'] ?? message['configurationItemSummary'] ?? message);
  const arn = item['ARN'];
  return {
    envelope: {
      version: '0',
      // EventBridge gives each event an id, SNS none that another delivery would have again
      id: `config-${createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, 32)}`,
      'detail-type': detailType,
      source: 'aws.config',
      account: item['awsAccountId'],
      time: message['notificationCreationTime'],
      region: item['awsRegion'],
      resources: typeof arn === 'string' ? [arn] : [],
      detail: message,
    },
  };
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null ? (value as Fields) : {};
