import { type Aws } from '../../../../platform/aws/index.js';
import { type Part } from '../../domain/part.js';
import { chunks } from '../map-concurrent.js';
import { read } from '../reader.js';

/** Availability zones by subnet. */
export type Zones = ReadonlyMap<string, string>;

/** The most values that EC2 takes in one filter. */
const ASKED_AT_ONCE = 200;

/** Lambda tells subnets, EC2 where they are: one call for a page of functions, none where no subnet is in it. */
export const zonesOf = (aws: Aws, subnetIds: readonly string[]): Promise<Part<Zones>> =>
  read(async () => {
    const zones = new Map<string, string>();
    for (const Values of chunks([...new Set(subnetIds)], ASKED_AT_ONCE)) {
      const ec2 = await aws.ec2();
      // a filter, unlike SubnetIds, leaves out a subnet that is gone instead of failing
      const { Subnets = [] } = await ec2.describeSubnets({ Filters: [{ Name: 'subnet-id', Values }] });
      for (const { SubnetId, AvailabilityZone } of Subnets)
        if (SubnetId !== undefined && AvailabilityZone !== undefined) zones.set(SubnetId, AvailabilityZone);
    }
    return zones;
  });
