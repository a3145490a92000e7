import { z } from 'zod';

const address = z
  .url({ protocol: /^https?$/, error: 'Write the whole address, as https://billing.example.com/api.' })
  .max(2_000);
const path = z
  .string()
  .trim()
  .max(200)
  .regex(
    /^[^.\s]+(\.[^.\s]+)*$/,
    'Write the names down to the value with points between them, as amount.value.',
  );
const parameter = z.string().trim().min(1).max(100);

/** How the partner's system knows the hub. The secret travels apart, and never back. */
export const connectorAccess = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({
    kind: z.literal('api_key'),
    header: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9-]{1,60}$/, 'Write the name of a header, as X-Api-Key.'),
  }),
  z.strictObject({
    kind: z.literal('oauth2'),
    tokenUrl: address,
    clientId: z.string().trim().min(1).max(200),
    scope: z.string().trim().max(500).nullable(),
  }),
]);

export const restMapping = z.strictObject({
  items: z
    .union([z.literal(''), path])
    .describe('Where the list is in the answer; empty when the answer is the list.'),
  paging: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('none') }),
    z.strictObject({ kind: z.literal('cursor'), path, parameter }),
    z.strictObject({ kind: z.literal('offset'), parameter, size: z.int().min(1).max(10_000) }),
    z.strictObject({ kind: z.literal('page'), parameter, first: z.int().min(0).max(1) }),
  ]),
  fromParameter: parameter.nullable(),
  toParameter: parameter.nullable(),
  fields: z.strictObject({
    ...{ id: path, account: path, amount: path, currency: path, from: path, to: path },
    accountName: path.optional(),
    service: path.optional(),
    description: path.optional(),
    type: path.optional(),
    quantity: path.optional(),
    unit: path.optional(),
  }),
});

export const connectorSettings = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('tmf678'), baseUrl: address, access: connectorAccess }),
  z.strictObject({
    kind: z.literal('rest'),
    baseUrl: address,
    access: connectorAccess,
    mapping: restMapping,
  }),
  z
    .strictObject({ kind: z.literal('push') })
    .describe(
      'The partner’s system sends signed events of TMF678 to `/api/v1/partner-connectors/{id}/events`.',
    ),
]);

/** Of a system that is asked; one that sends has no address here. */
export type PulledSettings = Exclude<ConnectorSettings, { kind: 'push' }>;

export type ConnectorSettings = z.output<typeof connectorSettings>;

/** What a test of a connector saw, as it is kept with the attempt: nothing of it is billed. */
export type ConnectorTestSummary = {
  period: { from: string; to: string };
  totals: { currency: string; amount: string; charges: number }[];
  /** Accounts that no billing account is mapped to yet, some of them. */
  unmapped: string[];
  unmappedCount: number;
  /** Charges that cannot be read, the first of them in words. */
  faults: string[];
  faultCount: number;
  examples: { id: string; account: string; service: string; amount: string; currency: string }[];
};
