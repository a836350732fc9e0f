import { Injectable } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import { chunks, mapConcurrent } from './aws/map-concurrent.js';
import type { Reader, ResourceRef } from './aws/reader.js';
import { readerOf, scopeOf } from './aws/readers.js';
import { isNoEvidence, noEvidenceOf, type NoEvidenceReason } from './domain/part.js';
import { GLOBAL_REGION, type Place, type ResourceType } from './domain/resource-type.js';
import { type Rules, type ToldPage, PageWriter } from './page-writer.js';
import { reading, ReadFailed } from './reading.js';
import { ScanRules } from './scan-rules.service.js';
import { UnitClients } from './unit-clients.js';

/** A resource that is to be described; `region` is that of the event. */
export interface RefreshRef {
  arn: string;
  type: string;
  accountId: string;
  region: string;
}

/** What a configuration tells of others that hang on it. */
export interface ReadParts {
  type: ResourceType;
  /** They lie below the ARN of the resource; else they are all that its region has. */
  isBelow: boolean;
  /** null: it tells nothing of them. */
  arns: readonly string[] | null;
}

/** A resource as AWS has told of it. What it found is for `ResourceRefresh.write` alone. */
export type ReadResource = { ref: RefreshRef; readAt: Date } & (
  | {
      outcome: 'found';
      /** Its own, which may hold a path that the event did not tell. */
      arn: string;
      place: Place;
      pages: readonly Omit<ToldPage, 'teller'>[];
      parts: readonly ReadParts[];
      /** Why AWS did not answer for a part of it, where it might a little later. */
      unread?: NoEvidenceReason;
    }
  | { outcome: 'absent' }
  | { outcome: 'failed'; reason: NoEvidenceReason; code: string; message: string; again: boolean }
);

type Answer = { configuration: unknown } | ReadFailed;
/** References of one account and place. */
interface Group {
  account: { tenantId: string; accountId: string; region: string };
  refs: { ref: RefreshRef; reader: Reader }[];
}

const AT_ONCE = 10;
const MANY = 100;
/** What is denied or not supported stays so. */
const PASSING: ReadonlySet<NoEvidenceReason> = new Set(['throttled', 'failed']);

/** Asks AWS about single resources, each as its type's reader describes it. */
@Injectable()
export class ResourceReads {
  constructor(
    private readonly clients: UnitClients,
    private readonly rules: ScanRules,
    private readonly pages: PageWriter,
  ) {}

  /** One for each reference, in their order. Never throws for what AWS answers. @throws the signal's reason */
  async read(
    tenantId: string,
    refs: readonly RefreshRef[],
    readAt: Date,
    signal: AbortSignal,
  ): Promise<ReadResource[]> {
    const read = new Map<RefreshRef, ReadResource>();
    const groups = new Map<string, Group>();
    for (const ref of refs) {
      const reader = readerOf(ref.type);
      if (reader === undefined) {
        const message = `Resources of type ${ref.type} are not read`;
        const reason = 'unsupported' as const;
        read.set(ref, { ref, readAt, outcome: 'failed', reason, code: 'UnknownType', message, again: false });
        continue;
      }
      const region = scopeOf(reader) === 'account' ? GLOBAL_REGION : regionOf(ref);
      const key = `${ref.accountId} ${region}`;
      const group = groups.get(key) ?? {
        ...{ account: { tenantId, accountId: ref.accountId, region }, refs: [] },
      };
      group.refs.push({ ref, reader });
      groups.set(key, group);
    }
    const rules = await this.rules.ofEvents(tenantId);
    await Promise.all(
      [...groups.values()].map(async (group) => {
        for (const one of await this.#group(group, rules, readAt, signal)) read.set(one.ref, one);
      }),
    );
    return this.#judged(
      tenantId,
      refs.flatMap((ref) => read.get(ref) ?? []),
    );
  }

  async #group(
    { account, refs }: Group,
    rules: Rules,
    readAt: Date,
    signal: AbortSignal,
  ): Promise<ReadResource[]> {
    let aws: Aws;
    try {
      aws = await this.clients.forEvents(account, signal);
    } catch (error) {
      if (!(error instanceof ReadFailed)) throw error;
      return refs.map(({ ref }) => failed(ref, readAt, error));
    }
    const { accountId, region } = account;
    const place: Place = { partition: aws.account.partition, accountId, region };
    const answers = await describeAll(aws, place, refs, signal);
    return refs.map(({ ref, reader }) => {
      const answer = answers.get(ref);
      if (answer === undefined) throw new Error(`${ref.arn} was not answered`);
      if (answer instanceof ReadFailed) return failed(ref, readAt, answer);
      if (answer.configuration === null) return { ref, readAt, outcome: 'absent' };
      return { ref, readAt, ...foundOf(reader, answer.configuration, place, rules, readAt) };
    });
  }

  /** With what the tenant's own controls say of them: asked here, outside of any transaction. */
  async #judged(tenantId: string, reads: ReadResource[]): Promise<ReadResource[]> {
    const pages = reads.flatMap((read) => (read.outcome === 'found' ? read.pages : []));
    const judged = await this.pages.judged(tenantId, pages);
    const of = new Map(pages.map((page, at) => [page, judged[at] ?? page]));
    return reads.map((read) =>
      read.outcome === 'found' ? { ...read, pages: read.pages.map((page) => of.get(page) ?? page) } : read,
    );
  }
}

/** The ARN knows better than the event where a regional resource lies. */
const regionOf = ({ arn, region }: RefreshRef): string => arn.split(':')[3] || region;

const failed = (ref: RefreshRef, readAt: Date, { error, again }: ReadFailed): ReadResource => ({
  ...{ ref, readAt, outcome: 'failed', again },
  ...error,
});

function foundOf(reader: Reader, configuration: unknown, place: Place, rules: Rules, readAt: Date) {
  const page = { type: reader.type, configurations: [configuration], place, rules, readAt };
  const told = reader.partsOf(configuration);
  const unread = noEvidenceOf(configuration).find(({ missing }) => PASSING.has(missing.noEvidence));
  const isBelow = scopeOf(reader) === 'account';
  return {
    outcome: 'found' as const,
    ...{ arn: reader.type.arn(configuration, place), place },
    ...(unread === undefined ? {} : { unread: unread.missing.noEvidence }),
    pages: [
      page,
      ...told.flatMap(({ type, found }) =>
        isNoEvidence(found) || found.length === 0 ? [] : [{ ...page, type, configurations: found }],
      ),
    ],
    parts: told.map(({ type, found }) => ({
      ...{ type, isBelow },
      arns: isNoEvidence(found) ? null : found.map((one) => type.arn(one, place)),
    })),
  };
}

/** Describes references of one place: several of a type by one call where that can be. */
async function describeAll(
  aws: Aws,
  place: Place,
  refs: Group['refs'],
  signal: AbortSignal,
): Promise<Map<RefreshRef, Answer>> {
  const answers = new Map<RefreshRef, Answer>();
  const byReader = new Map<Reader, Group['refs']>();
  for (const one of refs) byReader.set(one.reader, [...(byReader.get(one.reader) ?? []), one]);
  const single: Group['refs'] = [];
  const batches: { reader: Reader; refs: Group['refs'] }[] = [];
  for (const [reader, all] of byReader) {
    if (reader.describeMany === undefined || all.length === 1) single.push(...all);
    else for (const some of chunks(all, MANY)) batches.push({ reader, refs: some });
  }
  await mapConcurrent(
    batches,
    async (batch) => {
      const together = await describeMany(aws, place, batch, signal);
      if (together === undefined) single.push(...batch.refs);
      else for (const [ref, answer] of together) answers.set(ref, answer);
    },
    AT_ONCE,
  );
  await mapConcurrent(
    single,
    async ({ ref, reader }) => {
      const describe = () => reader.describe(aws, toRef(ref, place));
      answers.set(ref, await answerOf(describe, signal));
    },
    AT_ONCE,
  );
  return answers;
}

/** undefined: they are to be asked for one by one, since AWS does not take one of them. */
async function describeMany(
  aws: Aws,
  place: Place,
  { reader, refs }: { reader: Reader; refs: Group['refs'] },
  signal: AbortSignal,
): Promise<Map<RefreshRef, Answer> | undefined> {
  const asked = refs.map(({ ref }) => toRef(ref, place));
  const answer = await answerOf(async () => reader.describeMany?.(aws, asked) ?? null, signal);
  if (answer instanceof ReadFailed) {
    // a call that was denied or throttled will be so for each
    const isForAll = answer.again || answer.error.reason === 'denied';
    return isForAll ? new Map(refs.map(({ ref }) => [ref, answer])) : undefined;
  }
  if (answer.configuration === null) return undefined;
  const found = new Map((answer.configuration as unknown[]).map((one) => [reader.type.arn(one, place), one]));
  return new Map(refs.map(({ ref }) => [ref, { configuration: found.get(ref.arn) ?? null }]));
}

async function answerOf(ask: () => Promise<unknown>, signal: AbortSignal): Promise<Answer> {
  try {
    return { configuration: await reading(ask, signal) };
  } catch (error) {
    if (error instanceof ReadFailed) return error;
    throw error;
  }
}

const toRef = ({ arn }: RefreshRef, { region }: Place): ResourceRef => ({
  ...{ arn, region },
  name: arn.slice(Math.max(arn.lastIndexOf('/'), arn.lastIndexOf(':')) + 1),
});
