import { iamUser } from '../../domain/resources/iam/user.js';
import { idOf } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { reader } from '../reader.js';
import { iamAccessKeyReader } from './access-key.js';
import { describeUser, readUser } from './describe-user.js';

const LISTED_AT_ONCE = 1_000;
/** Each user takes calls of its own: small pages keep results coming. */
const PAGE = 100;

/** Users and, from the same calls, their access keys. */
export const iamUserReader = reader(iamUser, {
  scope: 'account',
  parts: [iamAccessKeyReader],
  list: async function* (aws) {
    const iam = await aws.iam();
    let Marker: string | undefined;
    do {
      const listed = await iam.listUsers({ MaxItems: LISTED_AT_ONCE, Marker });
      for (const page of chunks(listed.Users ?? [], PAGE)) {
        yield present(await mapConcurrent(page, (user) => readUser(iam, user)));
      }
      Marker = listed.IsTruncated === true ? listed.Marker : undefined;
    } while (Marker);
  },
  // an ARN may hold a path, which IAM's calls do not take: arn:aws:iam::123456789012:user/eng/ci/alice
  describe: (aws, ref) => describeUser(aws, idOf(ref)),
});
