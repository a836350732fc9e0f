import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** Stands before a server: closed, nobody reaches it, and who had is cut off. */
export interface TcpGate {
  port: number;
  shut(): Promise<void>;
  open(): Promise<void>;
  /** What is sent over the connections that are there arrives no more, and nobody is told. */
  freeze(): void;
  close(): Promise<void>;
}

export async function startTcpGate(host: string, port: number): Promise<TcpGate> {
  const sockets = new Set<Socket>();
  const server = createServer((from) => {
    const to = connect(port, host);
    for (const [one, other] of [
      [from, to],
      [to, from],
    ] as const) {
      sockets.add(one);
      one.on('error', () => undefined);
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  const listen = (at: number) => new Promise<void>((done) => server.listen(at, '127.0.0.1', done));
  await listen(0);
  const own = (server.address() as AddressInfo).port;
  const shut = async () => {
    if (!server.listening) return;
    const shutting = new Promise((done) => server.close(done));
    for (const socket of sockets) socket.destroy();
    await shutting;
  };
  const freeze = () => {
    for (const socket of sockets) socket.unpipe();
  };
  return { port: own, freeze, shut, open: () => listen(own), close: shut };
}
