import type { Provider } from '@nestjs/common';

export const planning: Provider[] = [];
