import { receiveUsageFile } from '@/lib/services/usage-files/receive-usage-file';
import { type Answer, Connections } from '../bench/http';
import type { CrashContext, CrashTest, Figures } from './crash-test';
import { killHard } from './ground';
import { killingAtRandom } from './random-kills';
import { fileLines, untilFileRead } from './usage-file';
import {
  inBatches,
  makeEvents,
  onUsageGround,
  requireUsage,
  sendUntilAnswered,
  startUsageServer,
  type UsageEvent,
  type UsageGround,
  type UsageServer,
} from './usage-ground';

const BATCH = 250;
const CONNECTIONS = 8;
/** One copy in so many comes in a file, which a worker reads, while the others are posted. */
const IN_FILE = 10;

/** Everything a collector may do wrong at once, and the processes die meanwhile. */
export function shuffledEventTests(context: CrashContext): CrashTest[] {
  const count = context.quick ? 10_000 : 100_000;
  return [
    {
      name: `${count} events, each sent one to five times, shuffled over eight connections, while processes are killed`,
      run: () => onUsageGround(context.lab, (ground) => sendShuffled(context, ground, count)),
    },
  ];
}

async function sendShuffled(
  { quick, tell }: CrashContext,
  ground: UsageGround,
  count: number,
): Promise<Figures> {
  const events = makeEvents(count);
  const sent = shuffled(
    events.flatMap((event) => Array<UsageEvent>(1 + Math.floor(Math.random() * 5)).fill(event)),
  );
  const split = Math.floor(sent.length / IN_FILE);
  const batches = inBatches(sent.slice(split), BATCH);
  const servers = new MortalServers(ground, { kills: quick ? 4 : 20, batches: batches.length, tell });
  const connections = new Connections(CONNECTIONS);
  try {
    await servers.start();
    const { file } = await receiveUsageFile(ground.ctx, {
      ...{ name: 'usage.jsonl', format: null, mapping: null, partner: null },
      bytes: fileLines(sent.slice(0, split)),
    });
    const most = quick ? 2 : 20;
    const workerKills = await killingAtRandom(ground, { chunk: 3, workers: 1, most }, () =>
      Promise.all([
        connections.each(batches, (batch) => servers.send(connections, batch)),
        untilFileRead(ground, file.id),
      ]),
    );
    await requireUsage(ground, events);
    return {
      events: count,
      sent: sent.length,
      'servers killed': servers.killed,
      'workers killed': workerKills,
    };
  } finally {
    connections.close();
    await servers.end();
  }
}

/** Two processes that take usage. In even steps of what is answered, one of them dies in the middle of other requests. */
class MortalServers {
  killed = 0;
  #answered = 0;
  #sent = 0;
  #servers: UsageServer[] = [];
  #restarts: Promise<void> = Promise.resolve();

  constructor(
    readonly ground: UsageGround,
    readonly plan: { kills: number; batches: number; tell: (progress: string) => void },
  ) {}

  async start(): Promise<void> {
    this.#servers = await Promise.all([startUsageServer(this.ground), startUsageServer(this.ground)]);
  }

  /** To each in turn; whoever is not answered asks the other. */
  async send(connections: Connections, batch: readonly UsageEvent[]): Promise<Answer> {
    const first = this.#sent++;
    const urlOf = (attempt: number) => this.#servers[(first + attempt) % this.#servers.length]!.url;
    const answer = await sendUntilAnswered(connections, urlOf, this.ground.key, batch);
    this.#answered += 1;
    const { kills, batches } = this.plan;
    if (this.killed < kills && this.#answered >= ((this.killed + 1) * batches) / (kills + 1)) {
      this.killed += 1;
      const at = this.killed % this.#servers.length;
      this.#restarts = this.#restarts.then(() => this.#kill(at));
    }
    return answer;
  }

  async #kill(at: number): Promise<void> {
    const { url, child } = this.#servers[at]!;
    await killHard(child);
    this.#servers[at] = await startUsageServer(this.ground, { port: Number(new URL(url).port) });
    this.plan.tell(
      `${this.#answered} of ${this.plan.batches} batches answered, ${this.killed} servers killed`,
    );
  }

  async end(): Promise<void> {
    await this.#restarts;
    await Promise.all(this.#servers.map(({ child }) => killHard(child)));
  }
}

function shuffled<T>(items: T[]): T[] {
  for (let index = items.length - 1; index > 0; index -= 1) {
    const other = Math.floor(Math.random() * (index + 1));
    [items[index], items[other]] = [items[other]!, items[index]!];
  }
  return items;
}
