import { type Found, type Reader, type Want } from '../../../src/modules/scanning/aws/reader.js';
import { type Answer, documentedAws, sdkError } from '../../controls/proof.js';

export const at = { partition: 'aws', accountId: '123456789012', region: 'eu-west-1' };
export const own = { OwnerId: at.accountId };
export const denial = sdkError('UnauthorizedOperation', 403);
export const ref = (kind: string, id: string) => ({
  ...{ arn: `arn:aws:ec2:eu-west-1:123456789012:${kind}/${id}`, name: id, region: 'eu-west-1' },
});

/** EC2 in its documented shape, with the calls that it was asked: the emulator has no pages and denies nothing. */
export function ec2(answers: Record<string, Answer>) {
  const calls: string[] = [];
  const counted = Object.entries(answers).map(([operation, answer]) => [
    operation,
    (input: never) => {
      calls.push(operation);
      if (answer instanceof Error) throw answer;
      return typeof answer === 'function' ? (answer as (input: never) => unknown)(input) : answer;
    },
  ]);
  return { aws: documentedAws({ ec2: Object.fromEntries(counted) as Record<string, Answer> }), calls };
}

export async function list(reader: Reader, answers: Record<string, Answer>, want: Want = null) {
  const { aws, calls } = ec2(answers);
  const found: Found[] = [];
  for await (const one of reader.list(aws, at, want)) found.push(one);
  const of = <C>(type: { type: string }): C[] =>
    found.filter((one) => one.type.type === type.type).flatMap((one) => one.configurations as C[]);
  return { found, calls, of };
}
