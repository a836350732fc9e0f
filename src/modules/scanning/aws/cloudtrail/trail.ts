import { type CloudTrail, type Trail as Described } from '@aws-sdk/client-cloudtrail';
import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type Part } from '../../domain/part.js';
import { trail, type Trail } from '../../domain/resources/cloudtrail/trail.js';
import { tagMap } from '../fields.js';
import { chunks, mapConcurrent, present } from '../map-concurrent.js';
import { read, reader, readParts, unlessGone, type Want } from '../reader.js';
import { logBucketOf } from './log-bucket.js';
import { toTrailFields, TRAIL_GONE } from './trail-fields.js';

/** Trails whose tags AWS tells at once. */
const TAGGED_AT_ONCE = 20;

type Tags = Map<string, Record<string, string>>;

export const trailReader = reader(trail, {
  scope: 'region',
  list: async function* (aws, _place, want) {
    const cloudtrail = await aws.cloudtrail();
    // without shadows: neither trails of other regions nor, in a member account, the organization's
    const { trailList = [] } = await cloudtrail.describeTrails({ includeShadowTrails: false });
    for (const page of chunks(trailList, TAGGED_AT_ONCE)) {
      const tags = await read(() => tagsOf(cloudtrail, page));
      yield present(await mapConcurrent(page, (one) => toTrail(aws, one, tags, want)));
    }
  },
  describe: async (aws, ref) => {
    const here = aws.in(ref.region);
    const cloudtrail = await here.cloudtrail();
    const found = await unlessGone(
      () => cloudtrail.describeTrails({ trailNameList: [ref.arn], includeShadowTrails: false }),
      TRAIL_GONE,
    );
    const one = found?.trailList?.find(({ TrailARN }) => TrailARN === ref.arn);
    if (one === undefined) return null;
    const tags = await unlessGone(
      () => read(() => tagsOf(cloudtrail, [one])),
      ['ResourceNotFound', TRAIL_GONE],
    );
    return tags === null ? null : toTrail(here, one, tags, null);
  },
});

async function toTrail(aws: Aws, one: Described, tags: Part<Tags>, want: Want): Promise<Trail | null> {
  const fields = await toTrailFields(aws, one, want);
  if (fields === null) return null;
  const parts = await readParts(want, { logBucket: () => logBucketOf(aws, fields.bucketName) });
  return { ...fields, ...parts, tags: isNoEvidence(tags) ? tags : (tags.get(fields.arn) ?? {}) };
}

async function tagsOf(cloudtrail: CloudTrail, trails: readonly Described[]): Promise<Tags> {
  const tags: Tags = new Map();
  const ResourceIdList = trails.flatMap(({ TrailARN }) => TrailARN ?? []);
  let NextToken: string | undefined;
  do {
    const page = await cloudtrail.listTags({ ResourceIdList, NextToken });
    for (const { ResourceId = '', TagsList } of page.ResourceTagList ?? []) {
      tags.set(ResourceId, { ...tags.get(ResourceId), ...tagMap(TagsList) });
    }
    NextToken = page.NextToken;
  } while (NextToken);
  return tags;
}
