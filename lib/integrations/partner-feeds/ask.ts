import { setTimeout as sleep } from 'node:timers/promises';
import type { OutboundAnswer } from '@/lib/integrations/outbound/call-out';
import { RefusedCall } from '@/lib/integrations/outbound/refused-call';
import { type Call, type FeedAccess, FeedError } from '@/lib/integrations/partner-feeds/feed';

export type JsonAnswer = { body: unknown; headers: Readonly<Record<string, string>> };

/**
 * Asks a partner's system for JSON, as who we are to it. A busy or broken answer (429, 5xx, a lost connection, half an answer)
 * is asked again, twice, after a little more each time or when Retry-After says; a partner that is not ready says so with 503 and
 * is left alone. Fails: FeedError.
 */
export class Asker {
  readonly #call: Call;
  readonly #access: FeedAccess;
  readonly #pauseMs: number;
  #token: string | null = null;

  constructor(call: Call, access: FeedAccess, pauseMs = 500) {
    this.#call = call;
    this.#access = access;
    this.#pauseMs = pauseMs;
  }

  async json(url: string): Promise<JsonAnswer> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#once(url);
      } catch (error) {
        if (!(error instanceof FeedError) || error.retry === null || attempt === ATTEMPTS) throw error;
        await sleep(Math.min(error.retry.afterMs ?? this.#pauseMs * 2 ** attempt, LONGEST_PAUSE_MS));
      }
    }
  }

  async #once(url: string): Promise<JsonAnswer> {
    const answer = await this.#reach({
      url,
      method: 'GET',
      headers: { accept: 'application/json', ...(await this.#credentials()) },
    });
    if (answer.status === 401) this.#token = null;
    refuseStatus(answer);
    const length = Number(answer.headers['content-length'] ?? Number.NaN);
    if (length > Buffer.byteLength(answer.body)) throw broken('The answer ended before its end.');
    try {
      return { body: JSON.parse(answer.body), headers: answer.headers };
    } catch {
      throw broken('The answer is no complete JSON.');
    }
  }

  async #reach(call: {
    url: string;
    method: 'GET' | 'POST';
    headers: Record<string, string>;
    body?: string;
  }): Promise<OutboundAnswer> {
    try {
      return await this.#call({ ...call, timeoutMs: TIMEOUT_MS, maxAnswerBytes: MAX_ANSWER_BYTES });
    } catch (error) {
      if (error instanceof RefusedCall) throw new FeedError('address_refused', error.message);
      throw new FeedError('not_reachable', `There was no whole answer within ${TIMEOUT_MS / 1000} seconds.`, {
        afterMs: null,
      });
    }
  }

  async #credentials(): Promise<Record<string, string>> {
    const access = this.#access;
    if (access.kind === 'none') return {};
    if (access.kind === 'api_key') return { [access.header]: access.secret };
    this.#token ??= await this.#fetchToken(access);
    return { authorization: `Bearer ${this.#token}` };
  }

  async #fetchToken({
    tokenUrl,
    clientId,
    scope,
    secret,
  }: Extract<FeedAccess, { kind: 'oauth2' }>): Promise<string> {
    const form = new URLSearchParams({ grant_type: 'client_credentials', ...(scope && { scope }) });
    const basic = Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(secret)}`).toString(
      'base64',
    );
    const answer = await this.#reach({
      url: tokenUrl,
      method: 'POST',
      headers: {
        authorization: `Basic ${basic}`,
        'content-type': 'application/x-www-form-urlencoded',
        accept: 'application/json',
      },
      body: form.toString(),
    });
    if (answer.status === 400 || answer.status === 401) {
      throw new FeedError(
        'access_refused',
        'The token address does not accept this client and secret. Check both.',
      );
    }
    refuseStatus(answer);
    const token = tokenOf(answer.body);
    if (token === null)
      throw new FeedError('unexpected_answer', 'The token address answered without an access_token.');
    return token;
  }
}

const ATTEMPTS = 3;
const TIMEOUT_MS = 30_000;
const LONGEST_PAUSE_MS = 10_000;
const MAX_ANSWER_BYTES = 20_000_000;

function refuseStatus({ status, headers }: OutboundAnswer): void {
  if (status >= 200 && status < 300) return;
  if (status === 401 || status === 403) {
    throw new FeedError(
      'access_refused',
      `The partner's system refused us (${status}). Check the key or the client.`,
    );
  }
  const afterMs = retryAfterMs(headers['retry-after']);
  if (status === 503 && afterMs !== null && afterMs > LONGEST_PAUSE_MS) {
    throw new FeedError(
      'not_ready',
      `The partner's system is not ready, and asks to be called again in ${Math.round(afterMs / 1000)} seconds.`,
    );
  }
  if (status === 429 || status >= 500)
    throw new FeedError('server_error', `The partner's system answered ${status}, three times.`, { afterMs });
  const hint =
    status >= 300 && status < 400 ? ' Redirects are not followed: give the address it leads to.' : '';
  throw new FeedError(
    'unexpected_answer',
    `The partner's system answered ${status} where charges were expected.${hint}`,
  );
}

function retryAfterMs(header: string | undefined): number | null {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : null;
}

const broken = (words: string) => new FeedError('broken_answer', words, { afterMs: null });

function tokenOf(body: string): string | null {
  try {
    const token = (JSON.parse(body) as { access_token?: unknown }).access_token;
    return typeof token === 'string' && token !== '' ? token : null;
  } catch {
    return null;
  }
}
