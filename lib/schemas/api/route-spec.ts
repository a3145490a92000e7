import type { z } from 'zod';

export type RouteMethod = 'get' | 'post' | 'put' | 'patch' | 'delete';

/**
 * One operation of the REST API, said once: the route handler spreads it into `defineRoute` (which validates by it) and
 * the OpenAPI document is made from it. `path` is as in OpenAPI, `/api/v1/bills/{id}`.
 */
export type RouteSpec = {
  method: RouteMethod;
  path: `/api/v1/${string}`;
  summary: string;
  description?: string;
  tag: string;
  params?: z.ZodType;
  query?: z.ZodType;
  /** 'multipart': `form` says which fields beside the file. 'upload': the same, with a file too large to hold, sent last. 'held-upload': one that is held when it has up to `maxBytes`. */
  body?: z.ZodType | 'multipart' | 'upload' | 'held-upload';
  form?: z.ZodType;
  accepts?: readonly string[];
  maxBytes?: number;
  /** Of the successful answer; 200 unless said otherwise. */
  status?: number;
  response: z.ZodType | { mediaType: string; description: string };
  /** Another answer of success. */
  also?: { status: number; description: string; response: z.ZodType };
  /** Open to callers without a key. */
  public?: true;
};

/** Keeps the literal types of a spec, so that `defineRoute` knows its params, query and body. */
export const routeSpec = <const Spec extends RouteSpec>(spec: Spec): Spec => spec;
