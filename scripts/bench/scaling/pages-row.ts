import { createApiKey } from '@/lib/services/identity/create-api-key';
import { createMembership } from '@/lib/services/identity/create-membership';
import { createUser } from '@/lib/services/identity/create-user';
import { actingAt } from '@/prisma/seed/builders/world';
import { buildPages, startWeb } from '../../scratch/processes';
import { type Bench, settle, standOn } from '../bench';
import { Connections } from '../http';
import type { Measured } from '../row';
import { median, percentile } from '../statistics';
import { type Point, scalingOf } from './scaling';

/**
 * Bills and lists, by the API and as pages, where there are many accounts ÷ where there are few: one web process each, request
 * by request in turns, p99. The value is that of the worst of them.
 */
export async function measurePages(bench: Bench): Promise<Measured> {
  const points = await scalingOf(bench);
  const { rounds, requests } = bench.quick ? { rounds: 3, requests: 40 } : { rounds: 5, requests: 200 };
  await buildPages(bench.lab);
  const [small, large] = [await openReader(points[0]!), await openReader(points.at(-1)!)];
  try {
    const worst = { name: '', ratio: 0, smallMs: 0, largeMs: 0 };
    for (const [index, { name }] of small.views.entries()) {
      const ratios: { ratio: number; smallMs: number; largeMs: number }[] = [];
      for (let round = -1; round < rounds; round += 1) {
        const times: [number[], number[]] = [[], []];
        for (let n = 0; n < requests; n += 1) {
          for (const side of n % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
            times[side].push(await (side === 0 ? small : large).read(index, n));
          }
        }
        const [smallMs, largeMs] = [percentile(times[0], 99), percentile(times[1], 99)];
        // The first round warms both up.
        if (round >= 0) ratios.push({ ratio: largeMs / smallMs, smallMs, largeMs });
      }
      const middle = (pick: (of: (typeof ratios)[number]) => number) => median(ratios.map(pick));
      const ratio = middle((of) => of.ratio);
      if (ratio < worst.ratio) continue;
      Object.assign(worst, {
        name,
        ratio,
        smallMs: middle((of) => of.smallMs),
        largeMs: middle((of) => of.largeMs),
      });
    }
    const ms = `${worst.largeMs.toFixed(1)} ms with ${points.at(-1)!.accounts} accounts, ${worst.smallMs.toFixed(1)} ms with ${points[0]!.accounts}`;
    return { value: worst.ratio, note: `the worst of ${small.views.length} is ${worst.name}: ${ms}` };
  } finally {
    await small.close();
    await large.close();
  }
}

type Reader = {
  views: { name: string }[];
  read(view: number, n: number): Promise<number>;
  close(): Promise<void>;
};

async function openReader({ site, volume }: Point): Promise<Reader> {
  await standOn(site);
  await settle(site.owner);
  const ctx = actingAt(volume.world, site.now);
  const grant = { name: 'bench', audience: 'operator', partyId: null, role: 'billing' } as const;
  const { key } = await createApiKey(ctx, grant);
  const web = await startWeb(site.lab);
  const cookie = await signIn(web.url, ctx, volume.world.operatorId);
  const { rows: bills } = await site.owner.query<{ id: string }>(
    `select id from bill where operator_id = $1 order by md5(id::text) limit 50`,
    [volume.world.operatorId],
  );
  const connections = new Connections(1);
  const asProgram = { authorization: `Bearer ${key}` };
  const asPerson = { cookie };
  const bill = (n: number) => bills[n % bills.length]!.id;
  const views: { name: string; path: (n: number) => string; headers: Record<string, string> }[] = [
    { name: 'a bill by the API', path: (n) => `/api/v1/bills/${bill(n)}`, headers: asProgram },
    { name: 'the list of bills by the API', path: () => '/api/v1/bills', headers: asProgram },
    { name: 'the list of accounts by the API', path: () => '/api/v1/billing-accounts', headers: asProgram },
    { name: 'the page of a bill', path: (n) => `/operator/bills/${bill(n)}`, headers: asPerson },
    { name: 'the page of bills', path: () => '/operator/bills', headers: asPerson },
  ];
  return {
    views,
    read: async (view, n) => {
      const { path, headers } = views[view]!;
      const { status, body, ms } = await connections.request(`${web.url}${path(n)}`, { headers });
      if (status !== 200) throw new Error(`${path(n)} was answered with ${status}: ${body.slice(0, 200)}`);
      return ms;
    },
    close: async () => {
      connections.close();
      await web.child.stop(2000);
    },
  };
}

/** A person of the operator, signed in as a browser would; answers the cookies. */
async function signIn(url: string, ctx: ReturnType<typeof actingAt>, operatorId: string): Promise<string> {
  const [email, password] = [`${operatorId}@bench.example`, `${operatorId}-A1!`];
  const { id } = await createUser(ctx, { email, name: 'Bench', password });
  await createMembership(ctx, { userId: id, audience: 'operator', partyId: null, role: 'billing' });
  const jar = new Map<string, string>();
  const keep = (response: Response) => {
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';');
      jar.set(pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1));
    }
  };
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const csrf = await fetch(`${url}/api/auth/csrf`);
  keep(csrf);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const answer = await fetch(`${url}/api/auth/callback/credentials`, {
    method: 'POST',
    headers: { cookie: cookies(), origin: url, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ email, password, csrfToken, callbackUrl: '/', json: 'true' }),
    redirect: 'manual',
  });
  keep(answer);
  if (answer.status >= 400) throw new Error(`Signing in was answered with ${answer.status}`);
  return cookies();
}
