import type { Aws } from '../../platform/aws/index.js';
import { missingPatches, patchedNodes, type PatchedNode } from './aws/imports/instance-patches.js';
import type { MissingPatch } from './domain/imports/vulnerability.js';
import { addError, type ScanError } from './domain/scan-outcome.js';
import { reading, readingPages } from './reading.js';
import { orError } from './unit-reading.js';
import type { UnitWork } from './units.js';

export const PATCHES = 'AWS::SSM::PatchCompliance';
const NEVER_SCANNED =
  'Patch Manager has not scanned the node: run AWS-RunPatchBaseline with the operation Scan';

/** What the nodes of one account × region lack: which ones are managed is read at once, their patches when asked for. */
export class MissingPatches {
  readonly #read = new Map<string, Promise<readonly MissingPatch[] | undefined>>();

  private constructor(
    private readonly work: UnitWork,
    private readonly aws: Aws,
    private readonly errors: ScanError[],
    private readonly nodes: ReadonlyMap<string, PatchedNode>,
  ) {}

  /** Undefined where the nodes could not be listed; the error is noted. @throws ReadFailed to be tried again */
  static async list(work: UnitWork, aws: Aws, errors: ScanError[]): Promise<MissingPatches | undefined> {
    const { attempt } = work;
    const nodes = new Map<string, PatchedNode>();
    const listed = await orError(attempt, errors, PATCHES, async () => {
      for await (const page of readingPages(patchedNodes(aws), attempt.signal))
        for (const node of page) nodes.set(node.instanceId, node);
      return true;
    });
    if (listed === undefined) return undefined;
    for (const { lacks } of nodes.values())
      if (lacks === null)
        addError(errors, {
          ...{ resourceType: PATCHES, part: 'patches', reason: 'unsupported' },
          ...{ code: 'NeverScanned', message: NEVER_SCANNED },
        });
    return new MissingPatches(work, aws, errors, nodes);
  }

  /** Nodes that lack a patch. */
  get lacking(): string[] {
    return [...this.nodes.values()].filter(({ lacks }) => (lacks ?? 0) > 0).map((node) => node.instanceId);
  }

  /** Nodes of which Patch Manager, or AWS, has said nothing. */
  async unknown(): Promise<string[]> {
    const unread: string[] = [];
    for (const [instanceId, patches] of this.#read)
      if ((await patches) === undefined) unread.push(instanceId);
    const unscanned = [...this.nodes.values()].filter(({ lacks }) => lacks === null);
    return [...unread, ...unscanned.map(({ instanceId }) => instanceId)];
  }

  /** What a node lacks; undefined where that is not known. @throws ReadFailed to be tried again */
  async of(instanceId: string): Promise<readonly MissingPatch[] | undefined> {
    const { lacks = null } = this.nodes.get(instanceId) ?? {};
    if (lacks === null) return undefined;
    if (lacks === 0) return [];
    const read = this.#read.get(instanceId) ?? this.#ask(instanceId);
    this.#read.set(instanceId, read);
    return read;
  }

  #ask(instanceId: string): Promise<readonly MissingPatch[] | undefined> {
    const { attempt } = this.work;
    return orError(attempt, this.errors, PATCHES, () =>
      reading(() => missingPatches(this.aws, instanceId), attempt.signal),
    );
  }
}
