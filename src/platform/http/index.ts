export { Admission } from './admission.js';
export { errorBody } from './error-body.js';
export { errorAnswer, STATUS as httpStatusOf, toAppError } from './error.filter.js';
export { AwsProbe, type AwsHealth } from './health.js';
export { HttpModule } from './http.module.js';
export {
  Authenticator,
  mayDo,
  Needs,
  Public,
  roles,
  WhoCalls,
  type Caller,
  type Principal,
  type Role,
} from './principal.js';
export { Journal } from './journal.js';
export { RateLimited } from './rate-limits.js';
export { prepareHttp } from './serve.js';
