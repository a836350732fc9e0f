import { Inject, Injectable, Optional } from '@nestjs/common';
import type { Aws } from '../../platform/aws/index.js';
import { AwsCalls, CallFailed } from './aws/aws-calls.js';
import { CHANGE_PACING, defaultPacing, patiently, type ChangeRun, type Pacing } from './change-pacing.js';
import type { ChangeRow } from './domain/change-row.js';
import type { Fix, State, Target } from './domain/fix.js';
import { targetOf } from './domain/target.js';
import { KnownFixes } from './known-fixes.js';

/** A change's resource, with the way to it. */
export interface Subject {
  fix: Fix;
  target: Target;
  aws: Aws;
}

/** CloudTrail shows it: whoever looks there finds the remediation or the incident. At most 64 characters. */
export const sessionNameOf = ({ owner }: Pick<ChangeRow, 'owner'>): string => owner.id.slice(0, 64);

/** The resources of changes, as AWS has them now. */
@Injectable()
export class ChangeSubjects {
  readonly #pacing: Pacing;

  constructor(
    private readonly calls: AwsCalls,
    private readonly fixes: KnownFixes,
    @Optional() @Inject(CHANGE_PACING) pacing: Pacing | undefined,
  ) {
    this.#pacing = pacing ?? defaultPacing;
  }

  fixOf({ fixId }: Pick<ChangeRow, 'fixId'>): Fix {
    const fix = this.fixes.byId(fixId);
    if (fix === undefined) throw new Error(`There is no fix ${fixId} any more`);
    return fix;
  }

  /** Enters the account by the role for changes. @throws CallFailed */
  async open(row: ChangeRow, run: ChangeRun): Promise<Subject> {
    const fix = this.fixOf(row);
    const { tenantId, accountId, region } = row;
    const aws = await patiently(this.#pacing, run, () =>
      this.calls.enter(tenantId, accountId, region, sessionNameOf(row)),
    );
    return { fix, aws, target: targetOf(row, aws) };
  }

  /** How it is now. @throws CallFailed */
  state({ aws, fix, target }: Subject, run: ChangeRun): Promise<State> {
    return patiently(this.#pacing, run, () => this.calls.state(aws, fix, target));
  }

  /** The same; undefined: nobody can say. */
  async stateIfKnown(subject: Subject, run: ChangeRun): Promise<State | undefined> {
    try {
      return await this.state(subject, run);
    } catch (error) {
      if (!(error instanceof CallFailed)) throw error;
      return undefined;
    }
  }
}
