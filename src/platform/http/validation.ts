import { StandardSchemaValidationPipe } from '@nestjs/common';
import { invalid } from '../../shared/app-error.js';

/** Checks parameters against the zod schema in their decorator; all bad fields are listed. */
export const validationPipe = () =>
  new StandardSchemaValidationPipe({
    exceptionFactory: (issues) =>
      invalid(
        issues.map((issue) => ({
          path:
            (issue.path ?? []).map((step) => String(typeof step === 'object' ? step.key : step)).join('.') ||
            'body',
          message: issue.message,
        })),
      ),
  });
