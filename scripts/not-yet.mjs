/** Scripts whose name stands but whose work does not yet: say so, and fail. */
const COMING = {
  'test:load': 'load tests: the throughput of events, jobs and the API under load',
  deploy: 'deployment to AWS: CloudFormation for ECS Fargate, IAM, SQS and EventBridge',
};

const name = process.argv[2] ?? '';
console.error(`npm run ${name} is not there yet. It will bring ${COMING[name] ?? 'what its name says'}.`);
process.exitCode = 2;
