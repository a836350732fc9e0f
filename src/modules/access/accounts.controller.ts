import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Needs, WhoCalls, type Caller } from '../../platform/http/index.js';
import { pageOf } from '../../shared/paging.js';
import { AccountVerificationService } from './account-verification.service.js';
import { account, accountsQuery, changeAccount, createAccount, verification } from './accounts.schemas.js';
import { AccountsService } from './accounts.service.js';
import { ofTenant } from './fields.schemas.js';

const verify = z.strictObject(ofTenant).default({});

/** AWS accounts; `id` in a path is ours (acc_…) or the account's own 12 digits. */
@ApiTags('access')
@Controller('accounts')
export class AccountsController {
  constructor(
    private readonly accounts: AccountsService,
    private readonly verifications: AccountVerificationService,
  ) {}

  /** The tenant's AWS accounts, as they were registered. */
  @Get()
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: pageOf(account) })
  list(@WhoCalls() caller: Caller, @Query({ schema: accountsQuery }) query: z.output<typeof accountsQuery>) {
    const { accountId, limit, cursor } = query;
    return this.accounts.list(caller, { accountId }, { limit, cursor });
  }

  /** Registers an account. It is registered once, by one tenant. */
  @Post()
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: account })
  create(@WhoCalls() caller: Caller, @Body({ schema: createAccount }) body: z.output<typeof createAccount>) {
    return this.accounts.create(caller, body);
  }

  @Get(':id')
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: account })
  get(@WhoCalls() caller: Caller, @Param('id') id: string) {
    return this.accounts.get(caller, id);
  }

  /** Sets what is given and keeps the rest. */
  @Put(':id')
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: account })
  change(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeAccount }) body: z.output<typeof changeAccount>,
  ) {
    return this.accounts.change(caller, id, body);
  }

  /** Leaves the account out of later scans; its inventory and findings stay. */
  @Delete(':id')
  @Needs('admin')
  @HttpCode(204)
  @ApiResponse({ status: 204 })
  remove(@WhoCalls() caller: Caller, @Param('id') id: string) {
    return this.accounts.remove(caller, id);
  }

  /** Enters the account and tries one cheap read per service; only reads. */
  @Post(':id/verify')
  @Needs('operator')
  @HttpCode(200)
  @ApiResponse({ status: 200, standardSchema: verification })
  verify(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: verify }) _: z.output<typeof verify>,
  ) {
    return this.verifications.verify(caller, id);
  }
}
