import { type Decision, notApplicable } from '../../control.js';

/** Engines that RDS lists but that are services of their own, and have not all of RDS's settings. */
export const isNeptune = (engine: string): boolean => engine.startsWith('neptune');
export const isDocumentDb = (engine: string): boolean => engine.startsWith('docdb');
/** RDS Custom: its owner runs the engine, so that RDS does not monitor or upgrade it. */
export const isCustom = (engine: string): boolean => engine.startsWith('custom-');

/**
 * Of a member of a cluster AWS keeps some settings at the cluster, whatever the instance says: the control of the
 * cluster decides on them (RDS API, CreateDBInstance: "managed by the DB cluster"). null: a standalone instance.
 */
export const heldByCluster = ({
  engine,
  clusterId,
}: {
  engine: string;
  clusterId: string | null;
}): Decision | null =>
  clusterId === null
    ? null
    : notApplicable({ engine, clusterId, note: 'The cluster holds this setting: its own control decides' });
