import { type APIRequest, type APIRequestContext, type APIResponse, expect } from '@playwright/test';

export type ApiKey = `trb_demo_${string}`;

/** The REST API as one holder of a key sees it; null: as nobody. */
export type TributaryApi = {
  /** Any request; whatever it answers. */
  request: (method: 'GET' | 'POST' | 'PATCH', path: string, options?: RequestOptions) => Promise<APIResponse>;
  /** What is there, which must be there. */
  read: <Body>(path: string) => Promise<Body>;
  /** A list to its end. */
  list: <Item>(path: string) => Promise<Item[]>;
  close: () => Promise<void>;
};

type RequestOptions = Pick<
  NonNullable<Parameters<APIRequestContext['fetch']>[1]>,
  'data' | 'multipart' | 'headers'
>;

export function apiOf(requests: APIRequest, baseURL: string, key: ApiKey | null): TributaryApi {
  const opening = requests.newContext({
    baseURL,
    ...(key && { extraHTTPHeaders: { authorization: `Bearer ${key}` } }),
  });
  const read = async <Body>(path: string): Promise<Body> => {
    const answer = await (await opening).get(path);
    expect(answer.status(), `${path}: ${await answer.text()}`).toBe(200);
    return (await answer.json()) as Body;
  };
  return {
    request: async (method, path, options) => (await opening).fetch(path, { method, ...options }),
    read,
    list: async <Item>(path: string) => {
      const items: Item[] = [];
      for (let cursor: string | null = ''; cursor !== null; ) {
        const more: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
        const page: { data: Item[]; nextCursor: string | null } = await read(
          `${path}${path.includes('?') ? '&' : '?'}limit=200${more}`,
        );
        items.push(...page.data);
        cursor = page.nextCursor;
      }
      return items;
    },
    close: async () => (await opening).dispose(),
  };
}
