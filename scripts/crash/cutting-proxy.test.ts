import net from 'node:net';
import { expect, test } from 'vitest';
import { isCommit, openCuttingProxy } from './cutting-proxy';

const query = (text: string) => {
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(5);
  head.write('Q');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
};

test('a COMMIT is told from other queries', () => {
  expect(['commit', 'COMMIT', 'Commit;'].map((text) => isCommit(query(text)))).toEqual([true, true, true]);
  expect(['commit prepared', 'select 1', ''].map((text) => isCommit(query(text)))).toEqual([
    false,
    false,
    false,
  ]);
  expect(isCommit(Buffer.from('Pcommit\0'))).toBe(false);
});

test.each(['before', 'after'] as const)(
  '%s: the second commit is cut, and the server %s has it',
  async (cut) => {
    const received: string[] = [];
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        received.push(bytes.subarray(5, -1).toString());
        socket.write('ok');
      });
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as net.AddressInfo;
    const proxy = await openCuttingProxy(`postgresql://u:p@127.0.0.1:${port}/d`, { cut, every: 2, most: 1 });
    const client = net.connect(Number(new URL(proxy.url).port), '127.0.0.1');
    const heard: string[] = [];
    client.on('error', () => {});
    client.on('data', (bytes) => heard.push(bytes.toString()));
    const say = (text: string) =>
      new Promise<void>((resolve) => {
        client.once('data', () => resolve());
        client.once('close', () => resolve());
        client.write(query(text));
      });
    for (const text of ['insert', 'commit', 'insert', 'commit']) await say(text);
    expect(proxy.cuts()).toBe(1);
    expect(heard.join('')).toBe('okokok');
    expect(received).toEqual(['insert', 'commit', 'insert', ...(cut === 'after' ? ['commit'] : [])]);
    await proxy.close();
    server.close();
  },
);
