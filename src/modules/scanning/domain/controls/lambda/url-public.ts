import { control, fail, notApplicable, pass } from '../../control.js';
import { lambdaFunction } from '../../resources/lambda/function.js';

export const urlPublic = control({
  id: 'awslambda_function_url_public',
  on: lambdaFunction,
  severity: 'high',
  class: 'security',
  title: 'Lambda function URL asks nobody who he is',
  risk: 'Anybody on the Internet who finds the URL can call the function, unless its own code keeps him out.',
  remediation: {
    text: 'Let the URL ask for IAM authentication, or put an API or a distribution that does before it.',
    steps: ['lambda UpdateFunctionUrlConfig with AuthType AWS_IAM'],
    url: 'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html',
  },
  needs: ['urls'],
  decide: ({ urls }) => {
    if (urls.length === 0) return notApplicable({ urls });
    return urls.some(({ authType }) => authType !== 'AWS_IAM') ? fail({ urls }) : pass({ urls });
  },
});
