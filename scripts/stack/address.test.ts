import { once } from 'node:events';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { localAddress, requirePort } from './address';

test('a taken port is named, with a free one to choose', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  await expect(requirePort(port, '127.0.0.1', 0)).rejects.toThrow(
    new RegExp(`^Port ${port} is taken by another program. Choose another one: PORT=\\d+ npm start$`),
  );
  server.close();
  await requirePort(port, '127.0.0.1', 2000);
});

test.each([
  ['127.0.0.1', 'http://localhost:3000'],
  ['0.0.0.0', 'http://localhost:3000'],
  ['fd00::1', 'http://[fd00::1]:3000'],
  ['billing.example.com', 'http://billing.example.com:3000'],
])('a server on %s is found at %s', (host, address) => {
  expect(localAddress(host, 3000)).toBe(address);
});
