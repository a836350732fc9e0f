import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
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

  @Get()
  @ApiOperation({ summary: "The tenant's AWS accounts, as they were registered" })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: pageOf(account) })
  list(@WhoCalls() caller: Caller, @Query({ schema: accountsQuery }) query: z.output<typeof accountsQuery>) {
    const { accountId, limit, cursor } = query;
    return this.accounts.list(caller, { accountId }, { limit, cursor });
  }

  @Post()
  @ApiOperation({ summary: 'Registers an account. It is registered once, by one tenant' })
  @Needs('admin')
  @ApiResponse({ status: 201, standardSchema: account })
  create(@WhoCalls() caller: Caller, @Body({ schema: createAccount }) body: z.output<typeof createAccount>) {
    return this.accounts.create(caller, body);
  }

  @Get(':id')
  @ApiOperation({ summary: 'An AWS account, with what was verified last' })
  @Needs('viewer')
  @ApiResponse({ status: 200, standardSchema: account })
  get(@WhoCalls() caller: Caller, @Param('id') id: string) {
    return this.accounts.get(caller, id);
  }

  @Put(':id')
  @ApiOperation({ summary: 'Sets what is given and keeps the rest' })
  @Needs('admin')
  @ApiResponse({ status: 200, standardSchema: account })
  change(
    @WhoCalls() caller: Caller,
    @Param('id') id: string,
    @Body({ schema: changeAccount }) body: z.output<typeof changeAccount>,
  ) {
    return this.accounts.change(caller, id, body);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Leaves the account out of later scans; its inventory and findings stay' })
  @Needs('admin')
  @HttpCode(204)
  @ApiResponse({ status: 204 })
  remove(@WhoCalls() caller: Caller, @Param('id') id: string) {
    return this.accounts.remove(caller, id);
  }

  @Post(':id/verify')
  @ApiOperation({ summary: 'Enters the account and tries one cheap read per service; only reads' })
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
