export { errorBody } from './error-body.js';
export { AwsProbe, type AwsHealth } from './health.js';
export { HttpModule } from './http.module.js';
export {
  Authenticator,
  Needs,
  Public,
  roles,
  WhoCalls,
  type Caller,
  type Principal,
  type Role,
} from './principal.js';
export { prepareHttp } from './serve.js';
