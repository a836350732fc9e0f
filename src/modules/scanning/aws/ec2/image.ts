import { type BlockDeviceMapping, type Image } from '@aws-sdk/client-ec2';
import { ec2Image, type Ec2Image, type ImageDevice } from '../../domain/resources/ec2/image.js';
import { byKey, idOf, tagMap, text } from '../fields.js';
import { present } from '../map-concurrent.js';
import { reader, unlessGone } from '../reader.js';

const PAGE = 1_000;

/** A disabled image keeps its snapshots, but is left out unless asked for. */
const OWN = { Owners: ['self'], IncludeDisabled: true };

export const ec2ImageReader = reader(ec2Image, {
  scope: 'region',
  list: async function* (aws) {
    const ec2 = await aws.ec2();
    let NextToken: string | undefined;
    do {
      const page = await ec2.describeImages({ ...OWN, MaxResults: PAGE, NextToken });
      yield present((page.Images ?? []).map(toImage));
      NextToken = page.NextToken;
    } while (NextToken);
  },
  describe: async (aws, ref) => {
    const ec2 = await aws.in(ref.region).ec2();
    const found = await unlessGone(
      () => ec2.describeImages({ ...OWN, ImageIds: [idOf(ref)] }),
      ['InvalidAMIID.NotFound', 'InvalidAMIID.Unavailable'],
    );
    const [image] = found?.Images ?? [];
    return image === undefined ? null : toImage(image);
  },
});

/** A deregistered image is gone: AWS only goes on showing it for a while. */
function toImage(image: Image): Ec2Image | null {
  if (image.ImageId === undefined || image.State === 'deregistered') return null;
  return {
    id: image.ImageId,
    name: text(image.Name),
    description: text(image.Description),
    state: image.State ?? 'unknown',
    public: image.Public ?? false,
    createdAt: text(image.CreationDate),
    architecture: text(image.Architecture),
    platformDetails: text(image.PlatformDetails),
    virtualizationType: text(image.VirtualizationType),
    rootDeviceType: text(image.RootDeviceType),
    imdsSupport: text(image.ImdsSupport),
    devices: byKey((image.BlockDeviceMappings ?? []).flatMap(toDevice), ({ device }) => device),
    tags: tagMap(image.Tags),
  };
}

const toDevice = ({ DeviceName = '', Ebs }: BlockDeviceMapping): ImageDevice[] =>
  Ebs === undefined
    ? []
    : [
        {
          device: DeviceName,
          snapshotId: text(Ebs.SnapshotId),
          sizeGb: Ebs.VolumeSize ?? null,
          volumeType: text(Ebs.VolumeType),
          encrypted: Ebs.Encrypted ?? null,
        },
      ];
