import { createShepherdClient, type ClientOptions, type Schemas, type ShepherdClient } from './index.js';

export type StartRequest = Schemas['StartWorkflow'];

/** Starts workflows and tells of them; each answer is that of the route, without its envelope. */
export class StepFunctionsOrchestratorService {
  readonly #client: ShepherdClient;

  /** @param options where the service is and with which key; SHEPHERD_URL and SHEPHERD_API_KEY where they are left out */
  constructor(options: ClientOptions = {}) {
    this.#client = createShepherdClient(options);
  }

  /**
   * Starts an execution. @param correlationId names it in logs and traces; a new one where it is left out
   * @throws ShepherdError
   */
  async startWorkflow(
    request: StartRequest,
    correlationId?: string,
  ): Promise<Schemas['WorkflowStart']['result']> {
    const { data } = await this.#client.POST('/workflows/start', { body: request, ...named(correlationId) });
    return given(data).result;
  }

  /** How an execution stands, by its ARN or id. @throws ShepherdError */
  async getWorkflowStatus(
    executionArn: string,
    correlationId?: string,
  ): Promise<Schemas['WorkflowStatus']['result']> {
    const { data } = await this.#client.GET('/workflows/{executionArn}/status', {
      params: { path: { executionArn } },
      ...named(correlationId),
    });
    return given(data).result;
  }

  /** How the executions of a type, or of all, have ended. @throws ShepherdError */
  async getWorkflowMetrics(
    workflowType?: string,
    tenantId?: string,
  ): Promise<Schemas['WorkflowMetrics']['result']> {
    const { data } = await this.#client.GET('/workflows/metrics', {
      params: { query: { workflowType, tenantId } as Record<string, string> },
    });
    return given(data).result;
  }
}

const named = (correlationId: string | undefined) =>
  correlationId === undefined ? {} : { headers: { 'x-correlation-id': correlationId } };

/** An answer that is no error has a body: the client throws for the others. */
function given<T>(data: T | undefined): T {
  if (data === undefined) throw new Error('The answer had no body');
  return data;
}
