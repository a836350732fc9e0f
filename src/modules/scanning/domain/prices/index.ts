export { volumePrice, volumesPrice } from './ebs.js';
export { instancePrice } from './ec2.js';
export { emptyBucketPrice, free, publicIpv4Price, s3StandardPrice } from './other.js';
export { type Price } from './price.js';
