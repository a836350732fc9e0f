import type { Provider } from '@nestjs/common';

export const remediations: Provider[] = [];
