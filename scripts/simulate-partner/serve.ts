import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { text } from './amount';
import { appliedRate, TMF } from './applied-rate';
import { type BookPeriod, type Charge, chargesOf, monthOf, nameOf } from './book';
import { focusOf, totalsOf, ublOf } from './documents';
import { bend, misbehaviours } from './misbehaviours';
import { readMood, type SimulatorOptions } from './options';
import { pay } from './pay';

const PAGE_MAX = 100;

/**
 * The partner's system over HTTP, on loopback. TMF678 v4 applied rates, a REST feed of its own, its bill as FOCUS and UBL, OAuth2
 * client credentials or an API key. PUT /misbehave with a JSON list of names changes its mood while it runs; under /as/late,slow/ it is
 * in that mood for those who ask there, so that one simulator is several partners.
 */
export function serve(options: SimulatorOptions): Promise<Server> {
  const state: State = { requests: 0, pages: 0, token: null };
  const server = createServer((request, response) => {
    answer(options, state, request, response).catch((error: Error) => {
      if (!response.headersSent) json(response, 500, { reason: error.message });
      else response.destroy();
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(options.port, '127.0.0.1', () => resolve(server));
  });
}

type State = { requests: number; pages: number; token: string | null };

async function answer(
  options: SimulatorOptions,
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const url = new URL(request.url ?? '/', 'http://partner');
  const own = /^\/as\/([a-z0-9,-]+)(\/.*)$/.exec(url.pathname);
  if (own) {
    url.pathname = own[2]!;
    request.url = `${url.pathname}${url.search}`;
    return answer({ ...options, moods: new Set(own[1]!.split(',').map(readMood)) }, state, request, response);
  }
  if (url.pathname === '/') return json(response, 200, about(options));
  if (url.pathname === '/misbehave' && request.method === 'PUT') {
    const names = JSON.parse(await bodyOf(request)) as string[];
    options.moods = new Set(names.map(readMood));
    return json(response, 200, { misbehaving: names });
  }
  const paid = await pay(url, request, response, { key: options.clientSecret, body: () => bodyOf(request) });
  if (paid) return paid;
  if (url.pathname === '/oauth/token' && request.method === 'POST')
    return token(options, state, request, response);
  if (!isKnown(options, state, request)) {
    response.setHeader('www-authenticate', 'Bearer');
    return json(response, 401, { code: '41', reason: 'Unauthorized' });
  }

  state.requests += 1;
  if (options.moods.has('slow')) await sleep(2000);
  if (options.moods.has('error-500') && state.requests % 3 === 0)
    return json(response, 500, { reason: 'Internal error' });
  if (options.moods.has('late')) {
    response.setHeader('retry-after', '60');
    return json(response, 503, { reason: 'The period is not closed yet.' });
  }
  return charges(options, state, url, response);
}

function charges(
  options: SimulatorOptions,
  state: State,
  url: URL,
  response: ServerResponse,
): ServerResponse {
  const period = periodOf(options, url);
  if (period === null)
    return json(response, 400, { code: '23', reason: 'Ask for up to a year, from before to.' });
  const name = nameOf(period);
  const all = bend(chargesOf({ ...options, ...period }), options.moods);
  const account = url.searchParams.get('billingAccount.id') ?? url.searchParams.get('account');
  const wanted = account === null ? all : all.filter((charge) => charge.account === account);
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const limit = Math.min(Number(url.searchParams.get('limit') ?? 50), PAGE_MAX);
  const page = wanted.slice(offset, offset + limit);

  if (url.pathname === TMF) {
    response.setHeader('x-total-count', String(wanted.length));
    response.setHeader('x-result-count', String(page.length));
    return list(options, state, response, page.length < wanted.length ? 206 : 200, page.map(appliedRate));
  }
  if (url.pathname === '/v2/charges') {
    const next = offset + page.length < wanted.length ? String(offset + page.length) : null;
    const { net, tax } = totalsOf(wanted, options.moods);
    const body = {
      period: name,
      items: page.map(feedItem),
      next,
      total: text(net),
      tax: text(tax),
    };
    return list(options, state, response, 200, body);
  }
  if (url.pathname === `/files/${name}.csv`)
    return send(response, 'text/csv; charset=utf-8', focusOf(wanted));
  if (url.pathname === `/files/${name}.xml`) {
    const number = `${name}-${account ?? options.accounts[0]}`;
    const own = wanted.filter((charge) => charge.account === (account ?? options.accounts[0]));
    return send(response, 'application/xml', ublOf(own, number, options.moods));
  }
  return json(response, 404, { code: '60', reason: 'Not found' });
}

/** What the request asks for, in TMF630's words, the feed's own, or as the name of a file; the whole month of the options without. */
function periodOf(options: SimulatorOptions, { pathname, searchParams }: URL): BookPeriod | null {
  const month = /^\/files\/(\d{4}-\d{2})\./.exec(pathname)?.[1];
  if (month) return monthOf(month);
  const day = (...names: string[]) =>
    names.map((name) => searchParams.get(name)?.slice(0, 10)).find((value) => value !== undefined);
  const from = day('periodCoverage.startDateTime.gte', 'from');
  const to = day('periodCoverage.startDateTime.lt', 'to');
  if (from === undefined || to === undefined) return options;
  const length = Date.parse(to) - Date.parse(from);
  return length > 0 && length <= YEAR_MS ? { from, to } : null;
}

const YEAR_MS = 366 * 86_400_000;

/** In a bad mood every second page ends in its middle, without a word. */
function list(
  options: SimulatorOptions,
  state: State,
  response: ServerResponse,
  status: number,
  body: unknown,
): ServerResponse {
  state.pages += 1;
  if (!options.moods.has('half-page') || state.pages % 2 === 1) return json(response, status, body);
  const whole = JSON.stringify(body);
  response.writeHead(status, {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(whole),
  });
  response.write(whole.slice(0, whole.length / 2), () => response.destroy());
  return response;
}

/** The partner's own words for the same. */
const feedItem = (charge: Charge) => ({
  charge_id: charge.id,
  tenant: { code: charge.account, label: charge.accountName },
  sku: charge.service,
  kind: charge.category,
  text: charge.description,
  qty: charge.quantity,
  uom: charge.unit,
  amount: { value: text(charge.net), ccy: charge.currency },
  start: charge.from,
  end: charge.to,
});

async function token(
  options: SimulatorOptions,
  state: State,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<ServerResponse> {
  const form = new URLSearchParams(await bodyOf(request));
  const basic = /^Basic (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  const [id, secret] = basic
    ? Buffer.from(basic, 'base64').toString().split(':')
    : [form.get('client_id'), form.get('client_secret')];
  if (
    form.get('grant_type') !== 'client_credentials' ||
    id !== options.clientId ||
    secret !== options.clientSecret
  ) {
    return json(response, 401, { error: 'invalid_client' });
  }
  state.token = `token-${state.requests}-${options.seed}`;
  return json(response, 200, { access_token: state.token, token_type: 'Bearer', expires_in: 300 });
}

function isKnown(options: SimulatorOptions, state: State, request: IncomingMessage): boolean {
  const bearer = /^Bearer (.+)$/.exec(request.headers.authorization ?? '')?.[1];
  return (
    (bearer !== undefined && (bearer === state.token || bearer === options.clientSecret)) ||
    request.headers['x-api-key'] === options.clientSecret
  );
}

const about = (options: SimulatorOptions) => ({
  partner: 'Simulated Partner',
  period: nameOf(options),
  accounts: options.accounts,
  misbehaving: [...options.moods],
  misbehaviours,
  serves: [
    TMF,
    '/v2/charges',
    `/files/${nameOf(options)}.csv`,
    `/files/${nameOf(options)}.xml`,
    '/oauth/token',
    '/pay/sessions',
    '/pay/refunds',
  ],
});

function json(response: ServerResponse, status: number, body: unknown): ServerResponse {
  response.writeHead(status, { 'content-type': 'application/json' });
  return response.end(JSON.stringify(body));
}

function send(response: ServerResponse, type: string, body: string): ServerResponse {
  response.writeHead(200, { 'content-type': type });
  return response.end(body);
}

const BODY_MAX = 100_000;

async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += String(chunk);
    if (body.length > BODY_MAX) throw new Error('The body is too long.');
  }
  return body;
}
