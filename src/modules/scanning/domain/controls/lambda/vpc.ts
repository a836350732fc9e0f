import { control, fail, notApplicable, pass } from '../../control.js';
import { lambdaFunction } from '../../resources/lambda/function.js';

const url = 'https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html';

export const insideVpc = control({
  id: 'awslambda_function_inside_vpc',
  on: lambdaFunction,
  severity: 'low',
  class: 'security',
  title: 'Lambda function is attached to no VPC',
  risk: 'What the function sends goes through a network whose paths nobody of the account controls or sees.',
  remediation: { text: 'Attach the function to private subnets where it handles sensitive data.', url },
  needs: [],
  decide: ({ vpc }) => (vpc === null ? fail({ vpc }) : pass({ vpc })),
});

export const vpcMultiAz = control({
  id: 'awslambda_function_vpc_multi_az',
  on: lambdaFunction,
  severity: 'medium',
  class: 'security',
  title: 'Lambda function in a VPC hangs on too few availability zones',
  risk: 'When the zone of its subnets fails, the function has no network to run in.',
  remediation: {
    text: 'Give the function subnets in further availability zones.',
    steps: ['lambda UpdateFunctionConfiguration with subnets of at least two zones'],
    url,
  },
  needs: ['availabilityZones'],
  parameters: { minAvailabilityZones: 2 },
  decide: ({ vpc, availabilityZones }, { parameters: { minAvailabilityZones } }) => {
    if (vpc === null) return notApplicable({ vpc });
    const evidence = { subnetIds: vpc.subnetIds, availabilityZones, minAvailabilityZones };
    return availabilityZones.length >= minAvailabilityZones ? pass(evidence) : fail(evidence);
  },
});
