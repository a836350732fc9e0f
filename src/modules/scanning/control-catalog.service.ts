import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/database/index.js';
import { TenantSettingsService } from '../access/index.js';
import { CustomControlStore } from './custom-control.store.js';
import type { Control, ControlSettings, Severity } from './domain/control.js';
import { controls } from './domain/controls/index.js';

/** A control as it holds for a tenant. */
export interface CatalogControl extends Pick<
  Control,
  'id' | 'aliases' | 'type' | 'class' | 'title' | 'risk' | 'remediation' | 'parameters'
> {
  severity: Severity;
  defaultSeverity: Severity;
  settings: ControlSettings;
  isCustom: boolean;
}

/** Every control that a tenant has: those of the product, by the tenant's settings, and its own that are enabled. */
@Injectable()
export class ControlCatalog {
  constructor(
    private readonly tenants: TenantSettingsService,
    private readonly database: Database,
    private readonly customs: CustomControlStore,
  ) {}

  async all(tenantId: string): Promise<CatalogControl[]> {
    const { controls: settings } = await this.tenants.settingsOf(tenantId);
    const own = await this.database.withTenant(tenantId, (tx) => this.customs.enabled(tx, tenantId));
    return [
      ...shipped.map(({ control, asItComes }) => {
        const given = settings[control.id];
        return given === undefined ? asItComes : toCatalog(control, given);
      }),
      ...own.map((control) => ({ ...toCatalog(control, {}), isCustom: true })),
    ];
  }

  /** By id or alias. */
  async find(tenantId: string, id: string): Promise<CatalogControl | undefined> {
    const isIt = (one: Pick<Control, 'id' | 'aliases'>) => one.id === id || one.aliases.includes(id);
    const ours = controls.find(isIt);
    if (ours === undefined) return (await this.all(tenantId)).find(isIt);
    const { controls: settings } = await this.tenants.settingsOf(tenantId);
    return toCatalog(ours, settings[ours.id] ?? {});
  }
}

const toCatalog = (control: Control, settings: ControlSettings): CatalogControl => ({
  ...{ id: control.id, aliases: control.aliases, type: control.type, class: control.class },
  ...{ title: control.title, risk: control.risk, remediation: control.remediation },
  parameters: control.parameters,
  severity: settings.severity ?? control.severity,
  defaultSeverity: control.severity,
  settings,
  isCustom: false,
});

/** Most controls are as they come, for every tenant and in every request. */
const shipped = controls.map((control) => ({ control, asItComes: toCatalog(control, {}) }));
