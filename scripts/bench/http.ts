import http from 'node:http';

export type Answer = { status: number; body: string; ms: number };

/** A client with a fixed number of connections that stay open, as a collector of usage has. */
export class Connections {
  private readonly agent: http.Agent;

  constructor(readonly count: number) {
    this.agent = new http.Agent({ keepAlive: true, maxSockets: count });
  }

  request(
    url: string,
    options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
  ): Promise<Answer> {
    const { method = 'GET', headers = {}, body } = options;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const since = performance.now();
    return new Promise((resolve, reject) => {
      const request = http.request(url, { agent: this.agent, method, headers: { ...headers, ...length } });
      request.once('error', reject);
      request.once('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.once('error', reject);
        response.once('end', () => {
          const ms = performance.now() - since;
          resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8'), ms });
        });
      });
      request.end(body);
    });
  }

  /** Sends all, `count` at a time; answers in the order of the inputs. */
  async each<Input>(
    inputs: readonly Input[],
    send: (input: Input, lane: number) => Promise<Answer>,
  ): Promise<Answer[]> {
    const answers: Answer[] = new Array(inputs.length);
    let next = 0;
    const lane = async (number: number) => {
      for (let index = next++; index < inputs.length; index = next++) {
        answers[index] = await send(inputs[index]!, number);
      }
    };
    await Promise.all(Array.from({ length: this.count }, (_, number) => lane(number)));
    return answers;
  }

  close(): void {
    this.agent.destroy();
  }
}
