export { Admission } from './admission.js';
export { errorBody } from './error-body.js';
export { errorAnswer, STATUS as httpStatusOf, toAppError } from './error.filter.js';
export { AwsProbe, type AwsHealth } from './health.js';
export { FILE_POLICY } from './file-policy.js';
export { HttpModule } from './http.module.js';
export {
  Authenticator,
  mayDo,
  Needs,
  Public,
  roles,
  Sessions,
  WhoCalls,
  type Caller,
  type Principal,
  type Role,
} from './principal.js';
export { Journal } from './journal.js';
export { RateLimited } from './rate-limits.js';
export { prepareHttp } from './serve.js';
export { clearSessionCookie, csrfTokenOf, keepSessionCookie, sessionTokenIn } from './session-cookie.js';
export { bearerIn } from './shown.js';
