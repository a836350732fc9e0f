export {
  AddressRefused,
  type Answered,
  MAX_ANSWER_BYTES,
  Outbound,
  type Post,
  type Reach,
} from './outbound.js';
