import net from 'node:net';

/** When a connection is cut: COMMIT never reaches the server, or it does and its answer never comes back. */
export type Cut = 'before' | 'after';

export type CuttingProxy = {
  url: string;
  /** How many commits were cut so far. */
  cuts: () => number;
  close(): Promise<void>;
};

/**
 * Stands between a process and PostgreSQL and cuts the connection at one of `every` commits, `most` times in all: what a client
 * sees when a network fails at the worst moment. It reads the frontend protocol far enough to find COMMIT as a simple query.
 */
export async function openCuttingProxy(
  databaseUrl: string,
  { cut, every, most }: { cut: Cut; every: number; most: number },
): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<net.Socket>();
  let commits = 0;
  let cuts = 0;
  const isTheOne = () => {
    commits += 1;
    if (cuts >= most || commits % every !== 0) return false;
    cuts += 1;
    return true;
  };
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(target.port), target.hostname);
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => sockets.delete(socket));
    }
    client.on('close', () => upstream.destroy());
    upstream.on('close', () => client.destroy());
    let isCut = false;
    upstream.on('data', (bytes) => {
      if (!isCut) client.write(bytes);
    });
    client.on('data', (bytes) => {
      if (isCut) return;
      if (!isCommit(bytes) || !isTheOne()) {
        upstream.write(bytes);
        return;
      }
      isCut = true;
      if (cut === 'before') {
        client.destroy();
        return;
      }
      // The server must have answered, and nobody hear it: only then is the commit certain.
      upstream.once('data', () => client.destroy());
      upstream.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.port = String((server.address() as net.AddressInfo).port);
  return {
    url: url.toString(),
    cuts: () => cuts,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A simple query (`Q`) alone in its packet, as drivers send it that wait for each answer. */
export function isCommit(bytes: Buffer): boolean {
  if (bytes[0] !== 0x51 || bytes.length < 6) return false;
  return /^commit;?\0$/i.test(bytes.subarray(5).toString('latin1'));
}
