import { type Aws } from '../../../../platform/aws/index.js';
import { isNoEvidence, type NoEvidence, type Part } from '../../domain/part.js';
import { mapConcurrent } from '../map-concurrent.js';
import { read } from '../reader.js';
import { pagesOf } from './pages.js';

const PAGE = 100;

/** The CIDRs of prefix lists, each list read once. Only those are read that a rule names: most regions have none. */
export class PrefixLists {
  readonly #known = new Map<string, Part<string[]>>();

  constructor(private readonly aws: Aws) {}

  /** Reads those of these that were not read before. */
  async read(ids: readonly string[]): Promise<void> {
    const unknown = [...new Set(ids)].filter((id) => !this.#known.has(id));
    await mapConcurrent(unknown, async (id) => this.#known.set(id, await this.#entriesOf(id)));
  }

  /** By id; no evidence where one of them could not be read. */
  of(ids: readonly string[]): Part<Record<string, string[]>> {
    const lists: Record<string, string[]> = {};
    let missing: NoEvidence | undefined;
    for (const id of ids) {
      const cidrs = this.#known.get(id) ?? [];
      if (isNoEvidence(cidrs)) missing = cidrs;
      else lists[id] = cidrs;
    }
    return missing ?? lists;
  }

  /** A list that is gone lets nobody in. */
  async #entriesOf(PrefixListId: string): Promise<Part<string[]>> {
    const ec2 = await this.aws.ec2();
    const found = await read(
      async () => {
        const cidrs: string[] = [];
        const pages = pagesOf((NextToken) =>
          ec2.getManagedPrefixListEntries({ PrefixListId, MaxResults: PAGE, NextToken }),
        );
        for await (const { Entries = [] } of pages) cidrs.push(...Entries.flatMap(({ Cidr }) => Cidr ?? []));
        return cidrs.sort();
      },
      { absent: ['InvalidPrefixListID.NotFound', 'InvalidPrefixListId.NotFound'] },
    );
    return found ?? [];
  }
}
