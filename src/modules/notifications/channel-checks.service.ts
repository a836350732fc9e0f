import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/index.js';
import { Outbound } from '../../platform/outbound/index.js';
import { AppError, type FieldProblem, invalid } from '../../shared/app-error.js';
import { AllowedTargets } from './allowed-targets.service.js';
import { channelConfigs, type ChannelTarget } from './domain/channel-config.js';
import type { ChannelType } from './domain/destination.js';

/** The field that names an account. */
const PLACE: Partial<Record<ChannelType, string>> = { sns: 'topicArn', eventbridge: 'accountId' };

/** Whether a tenant may have a channel that leads somewhere. */
@Injectable()
export class ChannelChecks {
  constructor(
    private readonly allowed: AllowedTargets,
    private readonly outbound: Outbound,
    private readonly config: Config,
  ) {}

  /** @throws AppError INVALID naming each bad field */
  parse(type: ChannelType, config: unknown): ChannelTarget {
    const read = channelConfigs[type].safeParse(config);
    if (read.success) return { type, config: read.data } as ChannelTarget; // the schema is that of the type
    throw invalid(
      read.error.issues.flatMap((issue) => {
        const path = ['config', ...issue.path];
        if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
        return issue.keys.map((key) => ({
          path: [...path, key].join('.'),
          message: 'There is no such field here',
        }));
      }),
    );
  }

  /**
   * Gives the target with what was left out. Not to be asked in a transaction: it begins some.
   * @throws AppError INVALID naming each bad field
   */
  async checked(tenantId: string, target: ChannelTarget): Promise<ChannelTarget> {
    const whole = target.type === 'eventbridge' ? await this.#withPlace(target) : target;
    const problems = await this.#problems(tenantId, whole).catch((error: unknown) => {
      // a service without AWS tells nobody there
      if (!(error instanceof AppError) || error.code !== 'UNAVAILABLE') throw error;
      return [{ path: PLACE[target.type] ?? '', message: `cannot be checked now: ${error.message}` }];
    });
    if (problems.length > 0)
      throw invalid(problems.map(({ path, message }) => ({ path: `config.${path}`, message })));
    return whole;
  }

  /**
   * What forbids it now: domains and accounts may have left the tenant since it was saved.
   * @throws AppError UNAVAILABLE when AWS does not say whose account the service runs in
   */
  async problem(tenantId: string, target: ChannelTarget): Promise<string | undefined> {
    const [first] = await this.#problems(tenantId, target);
    return first && `${first.path} ${first.message}`;
  }

  async #problems(tenantId: string, target: ChannelTarget): Promise<FieldProblem[]> {
    switch (target.type) {
      case 'slack': {
        const { webhookUrl } = target.config;
        return webhookUrl === undefined ? [] : problem('webhookUrl', this.outbound.problemOf(webhookUrl));
      }
      case 'webhook':
        return problem('url', this.outbound.problemOf(target.config.url));
      case 'email': {
        const problems = await this.allowed.emailProblems(tenantId, target.config.to);
        return problems.flatMap((message, index) => problem(`to.${index}`, message));
      }
      case 'sns': {
        const accountId = target.config.topicArn.split(':')[4] ?? '';
        return problem('topicArn', await this.allowed.accountProblem(tenantId, accountId));
      }
      case 'eventbridge': {
        const { accountId } = target.config;
        return accountId === undefined
          ? [
              {
                path: 'accountId',
                message: 'must be given: AWS does not say whose account this service runs in',
              },
            ]
          : problem('accountId', await this.allowed.accountProblem(tenantId, accountId));
      }
    }
  }

  async #withPlace(target: Extract<ChannelTarget, { type: 'eventbridge' }>): Promise<ChannelTarget> {
    const { eventBusName, region = this.config.get('AWS_REGION'), accountId } = target.config;
    const home = accountId ?? (await this.allowed.homeAccountId().catch(() => undefined));
    return {
      type: 'eventbridge',
      config: { eventBusName, region, ...(home === undefined ? {} : { accountId: home }) },
    };
  }
}

const problem = (path: string, message: string | undefined): FieldProblem[] =>
  message === undefined ? [] : [{ path, message }];
