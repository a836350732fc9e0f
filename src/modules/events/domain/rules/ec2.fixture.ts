import { judgeOf } from '../judge.js';
import { cloudTrailRecord } from '../record.js';
import { ec2Rules } from './ec2.js';

const { ofRecord } = judgeOf(ec2Rules);
const OWN = 'arn:aws:ec2:eu-west-1:210987654321:';
const SHARED = 'arn:aws:ec2:eu-west-1::';

/** What is judged of an EC2 call in eu-west-1; `more`: other fields of the record. */
export const judged = (
  eventName: string,
  request: object | null,
  response: object | null = null,
  more: object = {},
) =>
  ofRecord(
    cloudTrailRecord.parse({
      ...{ eventSource: 'ec2.amazonaws.com', eventName, awsRegion: 'eu-west-1', readOnly: false },
      ...{ recipientAccountId: '210987654321', eventType: 'AwsApiCall', managementEvent: true },
      ...{ requestParameters: request, responseElements: response, ...more },
    }),
  );

const short = (arn: string) => arn.replace(OWN, '').replace(SHARED, ':');

/** `created volume/vol-1`; images and snapshots have no account: `created :image/ami-1`. */
export const effectsOf = (...event: Parameters<typeof judged>) =>
  judged(...event).resources.map(({ arn, change }) => `${change} ${short(arn)}`);

/** `security-group/sg-1`, `AWS::EC2::VPC region` */
export const relatedTo = (...event: Parameters<typeof judged>) => {
  const { related, relatedAll } = judged(...event);
  return [...related.map(({ arn }) => short(arn)), ...relatedAll.map(({ all, scope }) => `${all} ${scope}`)];
};

/** A list as flat calls have it. */
export const items = (...list: readonly object[]) => ({ items: list });

/** What an event is, and what it changes. */
export type Case = [name: string, request: object | null, response: object | null, effects: string[]];
