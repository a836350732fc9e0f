import { describe, expect, it } from '@jest/globals';
import { dbInstance } from '../../../../../../test/support/examples/rds.js';
import { context } from '../../../../../../test/support/scanning-examples.js';
import { instanceNonDefaultPort } from './instance-non-default-port.js';

const decide = (engine: string, port: number | null) =>
  instanceNonDefaultPort.evaluate(dbInstance({ engine, port }), context()).verdict;

describe('rds_instance_non_default_port', () => {
  it.each([
    ['mysql', 3306],
    ['aurora-mysql', 3306],
    ['aurora-postgresql', 5432],
    ['custom-sqlserver-ee', 1433],
    ['oracle-se2-cdb', 1521],
    ['db2-se', 50_000],
  ])('fails %s on %i', (engine, port) => {
    expect(decide(engine, port)).toBe('fail');
    expect(decide(engine, port + 1)).toBe('pass');
  });

  it('passes the default port of another engine', () => {
    expect(decide('postgres', 3306)).toBe('pass');
  });

  it('does not apply to other services, and has no evidence before there is a port', () => {
    expect(decide('docdb', 27017)).toBe('not_applicable');
    expect(decide('mysql', null)).toBe('no_evidence');
  });
});
