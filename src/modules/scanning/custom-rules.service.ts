import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { CutOff, Sandbox } from '../../platform/sandbox/index.js';
import { MINUTE_MS } from '../../shared/clock.js';
import { customKind, type AskedResource, type CustomQuestion } from './custom-questions.js';
import { customTimes } from './custom-times.js';
import { type CustomControl, missingParts } from './domain/custom-control.js';
import { type CustomOutcome, decisionOf } from './domain/custom-outcome.js';
import type { Evaluation } from './domain/evaluate.js';

/** A resource that custom controls are to decide on. */
export interface RuledResource {
  arn: string;
  accountId: string;
  region: string;
  configuration: unknown;
}

/** What a tenant's own control says of one resource. */
export interface CustomEvaluation extends Evaluation {
  control: CustomControl;
}

const AT_ONCE = 200;
const TEXT_AT_ONCE = 2 * 1024 * 1024;

/** Decides by tenants' expressions: in the sandbox, since an expression is a program that somebody else wrote. */
@Injectable()
export class CustomRules {
  /** Expressions that ended a process lately, with the reason: they are not asked again for a while. */
  readonly #stopped = new LRUCache<string, string>({ max: 1_000, ttl: 5 * MINUTE_MS });

  constructor(private readonly sandbox: Sandbox) {}

  /** What keeps a text from being an expression; null: nothing. @throws AppError UNAVAILABLE */
  async faultOf(tenantId: string, expression: string): Promise<string | null> {
    try {
      const question = (): CustomQuestion => ({ kind: 'check', expression });
      const answer = await this.sandbox.ask(customKind, tenantId, {
        question,
        limitMs: customTimes.questionMs,
      });
      return 'fault' in answer ? answer.fault : null;
    } catch (error) {
      if (error instanceof CutOff) return error.message;
      throw error;
    }
  }

  /**
   * What each control says of each resource, in the order of the resources. An expression that meets a limit is no
   * evidence with that reason, and the others are decided nevertheless.
   * @throws AppError UNAVAILABLE where the sandbox cannot be asked
   */
  async decide(
    tenantId: string,
    controls: readonly CustomControl[],
    resources: readonly RuledResource[],
    now: Date,
  ): Promise<CustomEvaluation[][]> {
    if (controls.length === 0) return resources.map(() => []);
    const all: CustomEvaluation[][] = [];
    for (const page of pagesOf(resources)) {
      const asked = page.map(({ resource }) => resource);
      const outcomes = await this.#outcomes(
        tenantId,
        controls.map(({ expression }) => expression),
        asked,
        now,
      );
      page.forEach(({ missing }, at) =>
        all.push(
          controls.map((control, rule) => ({
            control,
            decision: decisionOf(outcomes[rule]?.[at] ?? NOT_ASKED, missing),
          })),
        ),
      );
    }
    return all;
  }

  /** By expression and resource. One that ends its process is found out by asking each apart. */
  async #outcomes(
    tenantId: string,
    expressions: readonly string[],
    resources: AskedResource[],
    now: Date,
  ): Promise<CustomOutcome[][]> {
    const limits = expressions.map((one) => this.#stopped.get(`${tenantId} ${one}`));
    const asked = expressions.filter((_, at) => limits[at] === undefined);
    const found = new Map<string, CustomOutcome[]>();
    try {
      const outcomes = await this.#ask(tenantId, asked, resources, now);
      asked.forEach((one, at) =>
        found.set(one, outcomes.slice(at * resources.length, (at + 1) * resources.length)),
      );
    } catch (error) {
      if (!(error instanceof CutOff)) throw error;
      const [only] = asked;
      if (asked.length === 1 && only !== undefined) {
        this.#stopped.set(`${tenantId} ${only}`, error.message);
        found.set(
          only,
          resources.map(() => ({ limit: error.message })),
        );
      } else {
        for (const one of new Set(asked))
          found.set(one, (await this.#outcomes(tenantId, [one], resources, now))[0] ?? []);
      }
    }
    return expressions.map((one, at) => {
      const limit = limits[at];
      return limit === undefined ? (found.get(one) ?? []) : resources.map(() => ({ limit }));
    });
  }

  async #ask(
    tenantId: string,
    expressions: string[],
    resources: AskedResource[],
    now: Date,
  ): Promise<CustomOutcome[]> {
    const outcomes: CustomOutcome[] = [];
    while (outcomes.length < expressions.length * resources.length) {
      const from = outcomes.length;
      const nowMs = now.getTime();
      const question = (): CustomQuestion => ({ kind: 'page', nowMs, expressions, resources, from });
      const limitMs = customTimes.questionMs;
      const answer = await this.sandbox.ask(customKind, tenantId, { question, limitMs });
      if (!('outcomes' in answer) || answer.outcomes.length === 0)
        throw new Error('a page of custom controls was not answered');
      outcomes.push(...answer.outcomes);
    }
    return outcomes;
  }
}

const NOT_ASKED: CustomOutcome = { failed: 'it was not asked', missing: [] };

/** As many resources as a process holds with ease. */
function pagesOf(resources: readonly RuledResource[]) {
  const pages: { resource: AskedResource; missing: ReturnType<typeof missingParts> }[][] = [];
  let length = 0;
  for (const { configuration, ...resource } of resources) {
    const text = JSON.stringify(configuration);
    const missing = missingParts(configuration);
    const last = pages.at(-1);
    const one = { resource: { text, missing: missing.map(({ path }) => path), resource }, missing };
    if (last === undefined || last.length >= AT_ONCE || length + text.length > TEXT_AT_ONCE) {
      pages.push([one]);
      length = text.length;
    } else {
      last.push(one);
      length += text.length;
    }
  }
  return pages;
}
