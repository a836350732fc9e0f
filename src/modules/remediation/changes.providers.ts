import type { Provider } from '@nestjs/common';

export const changes: Provider[] = [];
