import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/** What is on its way when the server stops listening may still arrive. */
const GRACE_MS = 1000;

/**
 * When the server stops listening, connections end with their answer, and those that ask nothing after a second: kept
 * alive, they would hold the stop up for as long. Node ends only those that have asked before and are silent now; one
 * that a client has opened in advance counts as busy for it.
 */
export function endIdleAtStop(server: Server): void {
  const idle = new Set<Socket>();
  server.on('connection', (socket) => {
    idle.add(socket);
    socket.once('close', () => idle.delete(socket));
  });
  server.on('request', ({ socket }, response) => {
    idle.delete(socket);
    response.once('close', () => {
      if (!server.listening) socket.end();
      else if (!socket.destroyed) idle.add(socket);
    });
  });
  const close = server.close.bind(server);
  server.close = (done) => {
    setTimeout(() => {
      for (const socket of idle) socket.destroy();
    }, GRACE_MS);
    return close(done);
  };
}
