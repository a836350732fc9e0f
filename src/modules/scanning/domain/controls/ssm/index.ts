import { type Control } from '../../control.js';
import { managedCompliantPatching, managedInstanceAssociationCompliance } from './compliance.js';

export const ssmControls: readonly Control[] = [
  managedCompliantPatching,
  managedInstanceAssociationCompliance,
];
