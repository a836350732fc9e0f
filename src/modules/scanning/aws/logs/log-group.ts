import { type CloudWatchLogs, type LogGroup as Listed } from '@aws-sdk/client-cloudwatch-logs';
import { logGroup, type LogGroup } from '../../domain/resources/logs/log-group.js';
import { text } from '../fields.js';
import { mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';

/** DescribeLogGroups gives no more at once. */
const PAGE = 50;
const GONE = 'ResourceNotFound';

export const logGroupReader = reader(logGroup, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const logs = await aws.logs();
    let nextToken: string | undefined;
    do {
      const page = await logs.describeLogGroups({ limit: PAGE, nextToken });
      yield present(await mapConcurrent(page.logGroups ?? [], (group) => toLogGroup(logs, group, want)));
      nextToken = page.nextToken;
    } while (nextToken);
  },
  describe: async (aws, ref) => {
    const name = ref.arn.slice(ref.arn.indexOf(':log-group:') + ':log-group:'.length);
    const logs = await aws.in(ref.region).logs();
    // names that begin so come in alphabetic order: the name itself is first
    const { logGroups = [] } = await logs.describeLogGroups({ logGroupNamePrefix: name, limit: PAGE });
    const group = logGroups.find(({ logGroupName }) => logGroupName === name);
    return group === undefined ? null : toLogGroup(logs, group, null);
  },
});

/** null: the group is gone since it was listed. */
const toLogGroup = (logs: CloudWatchLogs, group: Listed, want: Want): Promise<LogGroup | null> =>
  unlessGone(async () => {
    const { logGroupName: name } = group;
    const arn = group.logGroupArn ?? group.arn?.replace(/:\*$/, '');
    if (name === undefined || arn === undefined) return null;
    const parts = await readParts(want, {
      tags: () => read(async () => (await logs.listTagsForResource({ resourceArn: arn })).tags ?? {}),
    });
    return {
      ...{ name, arn },
      retentionDays: group.retentionInDays ?? null,
      kmsKeyId: text(group.kmsKeyId),
      logClass: group.logGroupClass ?? 'STANDARD',
      storedBytes: group.storedBytes ?? 0,
      createdAt: group.creationTime === undefined ? null : new Date(group.creationTime).toISOString(),
      ...parts,
    };
  }, GONE);
