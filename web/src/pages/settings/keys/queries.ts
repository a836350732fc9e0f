import { api, bodyOf } from '../../../api/api.js';
import { paged } from '../../../api/paged.js';

export const KEYS = 'api-keys';

export const keys = paged([KEYS], (query) => bodyOf(api.GET('/api-keys', { params: { query } })));
