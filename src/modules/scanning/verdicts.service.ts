import { Injectable } from '@nestjs/common';
import type { Caller } from '../../platform/http/index.js';
import { invalid } from '../../shared/app-error.js';
import { decodeCursor, encodeCursor, type Page } from '../../shared/paging.js';
import { ControlCatalog, type CatalogControl } from './control-catalog.service.js';
import { FrameworkCatalog } from './framework-catalog.service.js';
import type { ResourceVerdict } from './domain/verdicts.js';
import { VerdictWalk, type VerdictFilter } from './verdict-walk.service.js';
import type { VerdictItem, VerdictQuery } from './verdicts.schemas.js';

type Wanted = Omit<VerdictQuery, 'limit' | 'cursor' | 'format' | 'tenantId'>;

@Injectable()
export class VerdictsService {
  constructor(
    private readonly walk: VerdictWalk,
    private readonly controls: ControlCatalog,
    private readonly frameworks: FrameworkCatalog,
  ) {}

  /** In the order of ARNs and control ids. @throws AppError INVALID for a control or framework that is none */
  async list(caller: Caller, { limit, cursor, ...wanted }: VerdictQuery): Promise<Page<VerdictItem>> {
    const [arn = '', controlId = ''] = decodeCursor(cursor, 2) ?? [];
    const filter = await this.#filter(caller.tenantId, wanted);
    const items: VerdictItem[] = [];
    let last: [string, string] | undefined;
    for await (const page of this.walk.verdicts(caller.tenantId, filter, arn)) {
      for (const { key, verdicts } of page) {
        const behind = inOrder(verdicts).filter((one) => key !== arn || one.controlId > controlId);
        for (const one of behind) {
          if (!fits(one, wanted)) continue;
          if (items.length === limit && last !== undefined) return { items, nextCursor: encodeCursor(last) };
          items.push(one);
          last = [key, one.controlId];
        }
      }
    }
    return { items, nextCursor: null };
  }

  /** All of them as JSON lines, in the same order. What is wrong with the filter is said before the first. */
  async lines({ tenantId }: Caller, wanted: Wanted): Promise<AsyncGenerator<string>> {
    const filter = await this.#filter(tenantId, wanted);
    const { walk } = this;
    return (async function* () {
      for await (const page of walk.verdicts(tenantId, filter)) {
        const fitting = page.flatMap(({ verdicts }) => inOrder(verdicts)).filter((one) => fits(one, wanted));
        if (fitting.length > 0) yield fitting.map((one) => `${JSON.stringify(one)}\n`).join('');
      }
    })();
  }

  async #filter(tenantId: string, wanted: Wanted): Promise<VerdictFilter> {
    const { accountId, region, resourceArn, controlId, frameworkId } = wanted;
    const place = { accountId, region, resourceArn };
    if (controlId === undefined && frameworkId === undefined) return place;
    const all = await this.controls.all(tenantId);
    let asked: readonly CatalogControl[] = all;
    if (controlId !== undefined) {
      asked = all.filter((one) => one.id === controlId || one.aliases.includes(controlId));
      if (asked.length === 0)
        throw invalid([{ path: 'controlId', message: 'is no control: GET /controls lists them' }]);
    }
    if (frameworkId !== undefined) {
      const framework = await this.frameworks.find(tenantId, frameworkId);
      if (framework === undefined)
        throw invalid([{ path: 'frameworkId', message: 'is no framework: GET /frameworks lists them' }]);
      const named = new Set(framework.requirements.flatMap((one) => one.controls));
      asked = asked.filter(({ id }) => named.has(id));
    }
    const ids = new Set(asked.map(({ id }) => id));
    return { ...place, types: [...new Set(asked.map(({ type }) => type))], asks: ({ id }) => ids.has(id) };
  }
}

const inOrder = (verdicts: readonly ResourceVerdict[]): ResourceVerdict[] =>
  [...verdicts].sort((a, b) => (a.controlId < b.controlId ? -1 : 1));

const fits = (one: ResourceVerdict, { verdict }: Wanted): boolean =>
  verdict === undefined || one.verdict === verdict;
