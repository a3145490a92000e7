import { once } from 'node:events';
import http from 'node:http';
import { Readable } from 'node:stream';
import { POST as sendUsage } from '@/app/api/v1/usage/route';

/**
 * The real route handlers in a process of their own, without the pages around them: what a crash test kills in place of the web
 * process. Failpoints work here and not in a build, where NODE_ENV is fixed. Argument: the port.
 */
const HANDLERS = { '/api/v1/usage': sendUsage };
const port = Number(process.argv[2]);

const server = http.createServer((request, response) => {
  answer(request)
    .then(async (answered) => {
      response.writeHead(answered.status, Object.fromEntries(answered.headers));
      response.end(Buffer.from(await answered.arrayBuffer()));
    })
    .catch((error: Error) => response.writeHead(500).end(error.message));
});
server.listen(port, '127.0.0.1');
await once(server, 'listening');

function answer(request: http.IncomingMessage): Promise<Response> {
  const handler = HANDLERS[(request.url ?? '') as keyof typeof HANDLERS];
  if (handler === undefined) return Promise.resolve(new Response(null, { status: 404 }));
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as [string, string]],
  );
  // Node's fetch wants to be told that a streamed body is not answered before it has ended.
  const body = { body: Readable.toWeb(request) as BodyInit, duplex: 'half' };
  const made = new Request(`http://127.0.0.1:${port}${request.url}`, {
    method: request.method ?? 'POST',
    headers,
    ...body,
  });
  return handler(made, { params: Promise.resolve({}) });
}
