import { v7 } from 'uuid';

/** Prefixes of the ids that the API shows. */
export type IdPrefix =
  | 'scan'
  | 'unit'
  | 'fnd'
  | 'chg'
  | 'key'
  | 'ses'
  | 'acc'
  | 'aud'
  | 'job'
  | 'fact'
  | 'dlv'
  | 'chn'
  | 'req'
  | 'sch'
  | 'run'
  | 'exe'
  | 'wfd'
  | 'apr'
  | 'dec'
  | 'evt'
  | 'rpt'
  | 'mute'
  | 'score'
  | 'imp'
  | 'vul'
  | 'rule'
  | 'rrun'
  | 'lnk'
  | 'nrule'
  | 'change'
  | 'call'
  | 'psn'
  | 'papr'
  | 'inc'
  | 'note'
  | 'evd'
  | 'pin'
  | 'pbat'
  | 'pnod'
  | 'pstp'
  | 'dsc'
  | 'prc';

/** A new id such as `scan_0198c7…`: sortable by the time it was made (UUIDv7, RFC 9562). */
export const newId = (prefix: IdPrefix): string => `${prefix}_${v7().replaceAll('-', '')}`;

/** The id that the same work makes again: of its time and of 16 bytes that only this work has. */
export const sameId = (prefix: IdPrefix, at: Date, bytes: Uint8Array): string =>
  `${prefix}_${v7({ msecs: at.getTime(), random: bytes }).replaceAll('-', '')}`;
