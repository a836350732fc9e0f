import { control, fail, pass, undecided } from '../../control.js';
import { ec2Instance } from '../../resources/ec2/instance.js';
import { ec2InstanceMetadataDefaults } from '../../resources/ec2/region-settings.js';

const RISK =
  'IMDSv1 hands the credentials of the instance role to whoever can make the instance send one plain GET request, ' +
  'as a server-side request forgery or an open proxy does; IMDSv2 asks for a session token first.';

/** Of a stopped instance too: the setting is what it starts with next. */
export const instanceImdsv2 = control({
  id: 'ec2_instance_imdsv2_enabled',
  on: ec2Instance,
  severity: 'high',
  class: 'security',
  title: 'EC2 instance answers metadata requests without a session token (IMDSv1)',
  risk: RISK,
  remediation: {
    text: 'Require tokens on the instance, once its MetadataNoToken metric shows that nothing calls IMDSv1 any more.',
    steps: [
      'CloudWatch: see that MetadataNoToken of the instance is 0 over some days, else update the SDKs and agents on it',
      'aws ec2 modify-instance-metadata-options --instance-id ID --http-tokens required --http-endpoint enabled',
    ],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-existing-instances.html',
  },
  needs: [],
  decide: ({ state, httpTokens, httpEndpoint, httpPutResponseHopLimit }) => {
    const evidence = { state, httpTokens, httpEndpoint, httpPutResponseHopLimit };
    // a service that is switched off answers neither version
    if (httpEndpoint === 'disabled' || httpTokens === 'required') return pass(evidence);
    return httpTokens === null
      ? undecided('AWS does not tell the metadata options of the instance', evidence)
      : fail(evidence);
  },
});

/** It binds only launches that say nothing themselves, from images that say nothing: hence one control beside the other. */
export const accountImdsv2 = control({
  id: 'ec2_instance_account_imdsv2_enabled',
  on: ec2InstanceMetadataDefaults,
  severity: 'high',
  class: 'security',
  title: 'New EC2 instances of the region do not require IMDSv2 by default',
  risk: `Each new instance whose launch does not ask for IMDSv2 may come up with both versions. ${RISK}`,
  remediation: {
    text: 'Make IMDSv2 the default of the region for all new instances.',
    steps: ['aws ec2 modify-instance-metadata-defaults --region REGION --http-tokens required'],
    url: 'https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/configuring-IMDS-new-instances.html',
  },
  needs: ['defaults'],
  decide: ({ defaults }) => (defaults.httpTokens === 'required' ? pass(defaults) : fail(defaults)),
});
