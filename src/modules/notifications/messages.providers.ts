import type { Provider } from '@nestjs/common';
import { Rendering } from './rendering.service.js';

export const messagesProviders: Provider[] = [Rendering];
