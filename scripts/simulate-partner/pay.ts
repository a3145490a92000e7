import { createHmac, randomBytes, randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** What the simulated provider signs its events with; a demo's payment method knows it. */
export const PAY_SIGNING_SECRET = `whsec_${Buffer.from('simulated payment provider, demo').toString('base64')}`;

type Session = {
  id: string;
  reference: string;
  amount: string;
  currency: string;
  description: string;
  returnUrl: string;
  callbackUrl: string;
  state: { state: 'open' | 'expired' } | { state: 'succeeded' } | { state: 'failed'; reason: string };
  /** Its events are lost, also those of its refunds: whoever wants to know has to ask. */
  isSilent: boolean;
};
type Refund = { reference: string; amount: string; currency: string };

const sessions = new Map<string, Session>();
const refunds = new Map<string, Refund>();

/**
 * A payment provider with a page of its own, below /pay: sessions and refunds by API, a page with buttons, and events that behave as
 * such events do: later than the browser, twice, sometimes in another order than things happened, and sometimes never. What they would have
 * said is answered when it is asked for by reference. Answers null for what is not its.
 */
export async function pay(
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
  { key, body }: { key: string; body: () => Promise<string> },
): Promise<ServerResponse | null> {
  const { pathname } = url;
  if (!pathname.startsWith('/pay/')) return null;
  const page = /^\/pay\/checkout\/([\w-]+)$/.exec(pathname);
  const session = page && sessions.get(page[1]!);
  if (page && !session) return answer(response, 404, 'text/html', 'There is no such page.');
  if (session && request.method === 'GET')
    return answer(response, 200, 'text/html; charset=utf-8', pageOf(session));
  if (session && request.method === 'POST') {
    void tell(session, new URLSearchParams(await body()).get('outcome') ?? '');
    response.writeHead(303, { location: session.returnUrl });
    return response.end();
  }
  if (request.headers.authorization !== `Bearer ${key}`) return json(response, 401, { error: 'unknown key' });
  if (pathname === '/pay/sessions' && request.method === 'POST') return open(request, response, await body());
  if (pathname === '/pay/refunds' && request.method === 'POST') return refund(response, await body());
  if (request.method === 'GET') return status(pathname, url.searchParams.get('reference') ?? '', response);
  return json(response, 404, { error: 'not found' });
}

function open(request: IncomingMessage, response: ServerResponse, body: string): ServerResponse {
  const asked = JSON.parse(body) as Omit<Session, 'id'>;
  const known = [...sessions.values()].find(({ reference }) => reference === asked.reference);
  const session: Session = known ?? {
    ...asked,
    ...{ id: `cs_${randomBytes(9).toString('hex')}`, state: { state: 'open' }, isSilent: false },
  };
  sessions.set(session.id, session);
  return json(response, 201, {
    id: session.id,
    url: `http://${request.headers.host}/pay/checkout/${session.id}`,
  });
}

function refund(response: ServerResponse, body: string): ServerResponse {
  const { session: id, reference, amount, currency } = JSON.parse(body) as Record<string, string>;
  const session = sessions.get(id ?? '');
  if (!session) return json(response, 404, { error: 'unknown session' });
  refunds.set(reference!, { reference: reference!, amount: amount!, currency: currency! });
  void send(session, 'payment.refunded', { refund: reference, amount, currency }, [100, 300]);
  return json(response, 202, { accepted: true });
}

/** What became of a session or a refund, for who heard nothing of it. */
function status(pathname: string, reference: string, response: ServerResponse): ServerResponse {
  const refunded = pathname === '/pay/refunds' ? refunds.get(reference) : undefined;
  if (refunded) return json(response, 200, { ...refunded, state: 'succeeded' });
  const session =
    pathname === '/pay/sessions'
      ? [...sessions.values()].find((each) => each.reference === reference)
      : undefined;
  if (!session) return json(response, 404, { error: 'unknown reference' });
  const { amount, currency, state } = session;
  return json(response, 200, { reference, amount, currency, ...state });
}

/** What was pressed on the page, as events. */
async function tell(session: Session, outcome: string): Promise<void> {
  const { amount, currency } = session;
  const money = { amount, currency };
  const declined = 'The card was declined';
  session.isSilent = outcome === 'lose';
  session.state =
    outcome === 'decline'
      ? { state: 'failed', reason: declined }
      : { state: outcome === 'expire' ? 'expired' : 'succeeded' };
  if (outcome === 'decline') return send(session, 'session.failed', { reason: declined }, [100, 250]);
  if (outcome === 'expire') return send(session, 'session.expired', {}, [100]);
  if (outcome === 'wrong-amount')
    return send(session, 'session.succeeded', { ...money, amount: '0.01' }, [100]);
  if (outcome === 'charge-back') {
    // The chargeback overtakes what it takes back.
    void send(session, 'payment.charged_back', { ...money, reason: 'Cardholder dispute' }, [100, 900]);
    return send(session, 'session.succeeded', money, [500]);
  }
  if (outcome === 'win-back') {
    const chargeback = { ...money, chargeback: `dp_${session.id}` };
    // That it was won is told first, and once more after all the rest.
    void send(
      session,
      'payment.chargeback_won',
      { ...chargeback, reason: 'Evidence accepted' },
      [100, 1_200],
    );
    void send(session, 'payment.charged_back', { ...chargeback, reason: 'Cardholder dispute' }, [300, 900]);
    return send(session, 'session.succeeded', money, [500]);
  }
  await send(session, 'session.succeeded', money, [150, 400]);
}

/** One event, at each of these delays. A hub that is away is not told again: this provider forgets. */
async function send(
  session: Session,
  type: string,
  data: object,
  delaysMs: readonly number[],
): Promise<void> {
  if (session.isSilent) return;
  const id = `evt_${randomUUID()}`;
  const body = JSON.stringify({
    type,
    occurredAt: new Date().toISOString(),
    data: { session: session.id, reference: session.reference, ...data },
  });
  await Promise.all(
    delaysMs.map(async (delayMs) => {
      await sleep(delayMs);
      const seconds = String(Math.floor(Date.now() / 1000));
      const key = Buffer.from(PAY_SIGNING_SECRET.slice('whsec_'.length), 'base64');
      const signature = createHmac('sha256', key).update(`${id}.${seconds}.${body}`).digest('base64');
      const headers = {
        'content-type': 'application/json',
        'webhook-id': id,
        'webhook-timestamp': seconds,
        'webhook-signature': `v1,${signature}`,
      };
      await fetch(session.callbackUrl, { method: 'POST', headers, body }).catch(() => {});
    }),
  );
}

const pageOf = ({ amount, currency, description }: Session): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>Pay ${escapeHtml(amount)} ${escapeHtml(currency)}</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 12vh auto; padding: 0 1.5rem; color: #17212b; background: #f7f8f8; }
  strong { font-size: 2rem; font-variant-numeric: tabular-nums; } small { color: #5b6b78; }
  button { display: block; width: 100%; margin-top: .75rem; padding: .7rem; font: inherit; border: 1px solid #b9c4cc; border-radius: 6px; background: #fff; cursor: pointer; }
  button[value=pay] { background: #0b6e75; border-color: #0b6e75; color: #fff; }
</style></head><body><main>
<h1><small>Simulated payment provider</small></h1>
<p>${escapeHtml(description)}<br><strong>${escapeHtml(amount)} ${escapeHtml(currency)}</strong></p>
<form method="post">
  <button name="outcome" value="pay">Pay</button>
  <button name="outcome" value="decline">Have the card declined</button>
  <button name="outcome" value="charge-back">Pay, and charge it back at once</button>
  <button name="outcome" value="win-back">Pay, charge it back, and take that back</button>
  <button name="outcome" value="wrong-amount">Tell a wrong amount</button>
  <button name="outcome" value="lose">Pay, and tell nobody</button>
  <button name="outcome" value="expire">Let the page expire</button>
</form></main></body></html>`;

const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);

const json = (response: ServerResponse, status: number, body: unknown) =>
  answer(response, status, 'application/json', JSON.stringify(body));

function answer(response: ServerResponse, status: number, type: string, body: string): ServerResponse {
  response.writeHead(status, { 'content-type': type });
  return response.end(body);
}
