import { z } from 'zod';
import { routeSpec } from '@/lib/schemas/api/route-spec';

const tag = 'Partner bills';
const params = z.strictObject({ id: z.uuid() });

export const billImportBody = z.object({
  id: z.uuid(),
  partner: z.string().describe('Its short name.'),
  cycle: z.uuid(),
  externalId: z.string(),
  format: z.string(),
  fileName: z.string().nullable(),
  state: z.enum(['receiving', 'waiting', 'reading', 'done', 'failed', 'cancelled']),
  progress: z.number().min(0).max(1).describe('Of the file, so much is read; the bill is there at its end.'),
  sizeBytes: z.int(),
  bytesRead: z.int(),
  rowsRead: z.int(),
  failure: z
    .object({
      code: z.string(),
      message: z.string(),
      issues: z.array(z.object({ code: z.string(), path: z.string(), message: z.string() })),
    })
    .nullable(),
  partnerBill: z.uuid().nullable().describe('What came of it, once it is done.'),
  createdAt: z.iso.datetime(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

export const getBillImportRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bill-imports/{id}',
  summary: 'Read how far a large partner bill is',
  tag,
  params,
  response: billImportBody,
});

export const cancelBillImportRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-bill-imports/{id}/cancel',
  summary: 'Cancel a large partner bill',
  description:
    'While it arrives, waits or is read: nothing of it is kept. 409 `import_ended` when its bill was there, or it had failed, before.',
  tag,
  params,
  response: billImportBody,
});

export const followBillImportRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bill-imports/{id}/events',
  summary: 'Follow a large partner bill',
  description:
    'Server-sent events named `import`, each with the whole import as JSON; resumes by `Last-Event-ID`.',
  tag,
  params,
  response: {
    mediaType: 'text/event-stream',
    description: 'The import, again each time its reading has moved.',
  },
});
