import { Injectable } from '@nestjs/common';
import { AwsClients, failureOf } from '../../../platform/aws/index.js';
import { Config } from '../../../platform/config/index.js';
import { LanguageModel } from '../language-model.js';

const MOST_TOKENS = 2_000;

/**
 * The model of BEDROCK_MODEL_ID by Converse, with the credentials of the service itself (bedrock:InvokeModel).
 * Shapes: docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html.
 */
@Injectable()
export class Bedrock extends LanguageModel {
  constructor(
    private readonly clients: AwsClients,
    private readonly config: Config,
  ) {
    super();
  }

  override get modelId(): string | undefined {
    return this.config.get('BEDROCK_MODEL_ID');
  }

  override async ask(
    { system, user }: { system: string; user: string },
    signal: AbortSignal,
  ): Promise<string> {
    const modelId = this.modelId;
    if (modelId === undefined) throw new Error('BEDROCK_MODEL_ID is not set');
    const client = await this.clients.ambient(this.config.get('AWS_REGION')).bedrock();
    const question = {
      ...{ modelId, system: [{ text: system }] },
      messages: [{ role: 'user' as const, content: [{ text: user }] }],
      inferenceConfig: { maxTokens: MOST_TOKENS },
    };
    const { output, stopReason } = await client
      .converse(question, { abortSignal: signal })
      .catch((error: unknown) => {
        const { code, message } = failureOf(error);
        throw new Error(`bedrock:Converse: ${code}: ${message}`, { cause: error });
      });
    if (stopReason !== 'end_turn' && stopReason !== 'stop_sequence')
      throw new Error(`bedrock:Converse: the answer ended by ${stopReason ?? 'nothing'}`);
    return (output?.message?.content ?? []).map(({ text = '' }) => text).join('');
  }
}
