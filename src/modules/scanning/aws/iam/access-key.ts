import { isNoEvidence } from '../../domain/part.js';
import { accessKeysOf, iamAccessKey } from '../../domain/resources/iam/access-key.js';
import { idOf } from '../fields.js';
import { readerOfPart } from '../reader.js';
import { describeUser } from './describe-user.js';

/** …:user/eng/alice/access-key/AKIA… */
const USER_OF_KEY = /([^/]+)\/access-key\/[^/]+$/;

/** Access keys come with their users (user.ts). */
export const iamAccessKeyReader = readerOfPart(iamAccessKey, {
  from: accessKeysOf,
  parentParts: ['accessKeys', 'tags'],
  describe: async (aws, ref) => {
    const [, userName] = USER_OF_KEY.exec(ref.arn) ?? [];
    const user = userName === undefined ? null : await describeUser(aws, userName, new Set(['accessKeys']));
    if (user === null) return null;
    const keys = accessKeysOf(user);
    if (isNoEvidence(keys))
      throw new Error(`The access keys of ${user.name} could not be listed: ${keys.message}`);
    return keys.find((key) => key.id === idOf(ref)) ?? null;
  },
});
