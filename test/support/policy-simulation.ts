import http from 'node:http';
import type { AddressInfo } from 'node:net';

/** What IAM says of an action on a resource; `missing`: condition keys that a policy asks for and nobody gave. */
export interface Simulated {
  decision: 'allowed' | 'explicitDeny' | 'implicitDeny';
  missing?: string[];
}
type Decide = (asked: { action: string; resource: string; role: string }) => Simulated;

export interface PolicySimulation {
  url: string;
  /** undefined: the emulator answers, which is with an error that no SDK can read. */
  decide: Decide | undefined;
  /** Answers in pages of so many. */
  pageSize: number;
  /** The actions that were asked about, call by call. */
  asked: string[][];
  close(): Promise<void>;
}

/**
 * An endpoint before the emulator for SimulatePrincipalPolicy, which it lacks, answered in the shape of
 * docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html; everything else is the emulator's.
 */
export async function startPolicySimulation(emulator: string): Promise<PolicySimulation> {
  const upstream = new URL(emulator);
  const server = http.createServer((request, response) => {
    void (async () => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const body = Buffer.concat(chunks);
      const form = new URLSearchParams(request.method === 'POST' ? body.toString('latin1') : '');
      if (form.get('Action') === 'SimulatePrincipalPolicy' && stub.decide !== undefined) {
        response.writeHead(200, { 'content-type': 'text/xml' });
        response.end(answer(stub, stub.decide, form));
        return;
      }
      const { hostname: host, port } = upstream;
      const onward = http.request(
        { host, port, method: request.method, path: request.url, headers: request.headers },
        (from) => {
          response.writeHead(from.statusCode ?? 502, from.headers);
          from.pipe(response);
        },
      );
      onward.on('error', () => response.destroy());
      onward.end(body);
    })();
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const stub: PolicySimulation = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ...{ decide: undefined, pageSize: 100, asked: [] },
    close: async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
  return stub;
}

function answer(stub: PolicySimulation, decide: Decide, form: URLSearchParams): string {
  const list = (name: string) =>
    [...form.entries()].filter(([key]) => key.startsWith(`${name}.member.`)).map(([, value]) => value);
  const actions = list('ActionNames');
  const role = form.get('PolicySourceArn') ?? '';
  stub.asked.push(actions);
  const all = actions.flatMap((action) =>
    list('ResourceArns').map((resource) => ({ action, resource, role })),
  );
  const from = Number(form.get('Marker') ?? 0);
  const to = from + stub.pageSize;
  const members = all.slice(from, to).map((one) => {
    const { decision, missing = [] } = decide(one);
    return `<member><EvalActionName>${one.action}</EvalActionName><EvalResourceName>${one.resource}</EvalResourceName>
      <EvalDecision>${decision}</EvalDecision><MatchedStatements/>
      <MissingContextValues>${missing.map((key) => `<member>${key}</member>`).join('')}</MissingContextValues></member>`;
  });
  const more = to < all.length;
  return `<SimulatePrincipalPolicyResponse xmlns="https://iam.amazonaws.com/doc/2010-05-08/">
    <SimulatePrincipalPolicyResult><IsTruncated>${more}</IsTruncated>${more ? `<Marker>${to}</Marker>` : ''}
    <EvaluationResults>${members.join('')}</EvaluationResults></SimulatePrincipalPolicyResult>
    <ResponseMetadata><RequestId>1cdb5b0a-4c15-11e5-b121-bd8c7EXAMPLE</RequestId></ResponseMetadata>
    </SimulatePrincipalPolicyResponse>`;
}
