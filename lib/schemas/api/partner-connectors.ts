import { z } from 'zod';
import { partnerBillBody } from '@/lib/schemas/api/partner-bills';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { connectorSettings } from '@/lib/schemas/partner-connector';

const tag = 'Partner connectors';
const idParams = z.strictObject({ id: z.uuid() });
const partner = z.string().max(60).describe('Id or short name. A partner’s own key may leave it out.');
const name = z.string().trim().min(1).max(100).describe('Part of the numbers of the bills it brings.');
const secret = z
  .string()
  .min(1)
  .max(2_000)
  .describe('The API key or client secret. Kept encrypted, and in no answer.');

const connectorBody = z.object({
  id: z.uuid(),
  partner: z.string().describe('Its short name.'),
  name: z.string(),
  settings: connectorSettings,
  hasSecret: z.boolean(),
  state: z.enum(['draft', 'live', 'paused']),
  testedAt: z.iso.datetime().nullable().describe('When these very settings brought charges.'),
});

export const connectorAnswerBody = connectorBody.extend({
  pulls: z
    .array(
      z.object({
        kind: z.enum(['test', 'pull']),
        outcome: z.enum(['done', 'empty', 'failed']),
        code: z.string().nullable(),
        message: z.string().nullable(),
        charges: z.int(),
        partnerBillId: z.uuid().nullable(),
        cycle: z.object({ id: z.uuid(), from: z.string(), to: z.string() }).nullable(),
        summary: z.unknown().describe('Of a test: totals, accounts without a mapping, faults.'),
        startedAt: z.iso.datetime(),
        finishedAt: z.iso.datetime(),
      }),
    )
    .describe('The last twenty, the latest first.'),
});

export const connectorItemBody = connectorBody;

export const listConnectorsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-connectors',
  summary: 'List a partner’s connectors',
  tag,
  query: z.strictObject({ partner: partner.optional() }),
  response: z.object({ data: z.array(connectorItemBody) }),
});

export const createConnectorRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-connectors',
  summary: 'Connect a partner’s own billing system',
  description: 'A draft, until a test has brought charges.',
  tag,
  status: 201,
  body: z.strictObject({
    partner: partner.optional(),
    name,
    settings: connectorSettings,
    secret: secret.optional(),
  }),
  response: connectorAnswerBody,
});

export const getConnectorRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-connectors/{id}',
  summary: 'Read a connector and what came of it lately',
  tag,
  params: idParams,
  response: connectorAnswerBody,
});

export const changeConnectorRoute = routeSpec({
  method: 'put',
  path: '/api/v1/partner-connectors/{id}',
  summary: 'Change a connector',
  description:
    'It is a draft again, and is tried again before it goes live. Without a secret the stored one stays.',
  tag,
  params: idParams,
  body: z.strictObject({ name, settings: connectorSettings, secret: secret.nullable().optional() }),
  response: connectorAnswerBody,
});

const act = (verb: 'test' | 'start' | 'pause', summary: string, description: string) =>
  routeSpec({
    method: 'post',
    path: `/api/v1/partner-connectors/{id}/${verb}`,
    summary,
    description,
    tag,
    params: idParams,
    body: z.strictObject({}),
    response: connectorAnswerBody,
  });

export const testConnectorRoute = act(
  'test',
  'Try a connector',
  'Reads the last period that ended and says what it would bring. Nothing is billed. What went wrong is in the first of `pulls`.',
);
export const startConnectorRoute = act(
  'start',
  'Set a connector to work',
  'From now on it is asked for what the partner owes.',
);
export const pauseConnectorRoute = act(
  'pause',
  'Let a connector rest',
  'It is asked for nothing until it is started again.',
);

export const fetchPeriodRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-connectors/{id}/fetch',
  summary: 'Ask a connector for a period now',
  description:
    'What a live connector’s system has for an ended cycle becomes the partner’s bill, which is the answer; it need not be expected. Asked again, the same charges are the same bill, and others correct it. 409 when the connector is not live, the system has no charges (`nothing_charged`) or does not answer.',
  tag,
  params: idParams,
  body: z.strictObject({ cycle: z.uuid().describe('The id of an ended billing cycle.') }),
  response: partnerBillBody,
});

/** A larger bill is sent as a file. */
export const MAX_EVENT_BYTES = 5_000_000;

export const pushEventRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-connectors/{id}/events',
  summary: 'Push an event of TMF678 to a connector',
  description:
    'Takes CustomerBillCreateEvent with the applied billing rates in it (`event.customerBill`, `event.appliedCustomerBillingRate`), or AppliedCustomerBillingRateCreateEvent with rates alone, up to 5 MB. No key: the headers webhook-id, webhook-timestamp and webhook-signature of Standard Webhooks, made with the connector’s secret, say who sends. The same webhook-id again answers what came of it. Of a draft the event is the test, and nothing of it is billed.',
  tag,
  public: true,
  params: idParams,
  response: z.object({
    status: z.enum(['taken', 'test', 'ignored']),
    charges: z.int(),
    partnerBill: z.uuid().nullable(),
  }),
});
