/**
 * The resources that the stub's AWS has, as they are at the moment, and who is reading which. A resource is
 * `{ arn, type, accountId, region, exists, … }`; what more it has is its type's.
 */
export class World {
  #byArn = new Map();
  #open = new Map();

  constructor() {
    this.reads = { describes: 0, calls: {}, overlaps: [], atOnceByOne: 0 };
    /** Resources read by each worker, to show that both had a share of the same. */
    this.readers = new Map();
  }

  put(resource) {
    const known = this.#byArn.get(resource.arn);
    if (known === undefined) this.#byArn.set(resource.arn, { tags: {}, ...resource });
    else Object.assign(known, resource);
  }

  /** Undefined where there is none, or none any more. */
  get(arn) {
    const found = this.#byArn.get(arn);
    return found?.exists === true ? found : undefined;
  }

  *all() {
    yield* this.#byArn.values();
  }

  /**
   * A read of a resource begins; the answer ends it. Two workers that read the same one at the same time are noted.
   * @param {string} worker whose credentials the call is signed with
   * @param {boolean} isFirst the call that every describe of it begins with
   */
  enter(arn, worker, isFirst) {
    if (isFirst) this.reads.describes += 1;
    this.readers.set(arn, (this.readers.get(arn) ?? new Set()).add(worker));
    const open = this.#open.get(arn) ?? [];
    const other = open.find((one) => one !== worker);
    if (other !== undefined) this.reads.overlaps.push({ arn, workers: [other, worker], at: Date.now() });
    else if (open.length > 0) this.reads.atOnceByOne += 1;
    this.#open.set(arn, [...open, worker]);
    return () => {
      const left = this.#open.get(arn) ?? [];
      left.splice(left.indexOf(worker), 1);
      if (left.length === 0) this.#open.delete(arn);
    };
  }

  count(operation) {
    this.reads.calls[operation] = (this.reads.calls[operation] ?? 0) + 1;
  }

  forgetReads() {
    Object.assign(this.reads, { describes: 0, calls: {}, overlaps: [], atOnceByOne: 0 });
    this.readers.clear();
  }
}

export const groupArn = ({ accountId, region, id }) =>
  `arn:aws:ec2:${region}:${accountId}:security-group/${id}`;
export const bucketArn = ({ name }) => `arn:aws:s3:::${name}`;
