import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { usageFileFormat, usageMappingSchema } from '@/lib/schemas/usage-mapping';

const tag = 'Usage files';
const params = z.strictObject({ id: z.uuid() });
const state = z.enum(['receiving', 'waiting', 'reading', 'done', 'failed', 'cancelled']);
const partner = z
  .string()
  .max(60)
  .optional()
  .describe('Id or short name, for an operator who sends in a partner’s name.');
const sender = z.object({
  id: z.uuid(),
  kind: z.enum(['partner', 'operator']),
  slug: z.string(),
  name: z.string(),
});

const fileSummary = z.object({
  id: z.uuid(),
  name: z.string(),
  format: usageFileFormat,
  compression: z.enum(['none', 'gzip']),
  sender,
  mapping: z.object({ id: z.uuid(), name: z.string(), version: z.int() }).nullable(),
  state,
  sizeBytes: z.int().describe('As received.'),
  bytesRead: z.int().describe('Of these, so many are read; progress is the one by the other.'),
  rows: z
    .object({
      received: z.int(),
      accepted: z.int(),
      duplicate: z.int(),
      conflict: z.int(),
      rejected: z.int(),
      suspended: z.int(),
      passedOver: z.int().describe('Left out by the mapping’s filters; not among the received.'),
    })
    .describe('received = accepted + duplicate + conflict + rejected + suspended, always.'),
  failure: z.string().nullable(),
  createdAt: z.iso.datetime(),
  startedAt: z.string().nullable(),
  finishedAt: z.string().nullable(),
});

export const usageFileBody = fileSummary.extend({
  reasons: z
    .array(
      z.object({
        status: z.enum(['rejected', 'suspended', 'conflict']),
        code: z.string(),
        path: z.string().describe('The sender’s own column or path.'),
        count: z.int(),
        firstRowNo: z.int().describe('The first such row, from 1, without the header.'),
        message: z.string(),
        example: z.string().describe('The first such row’s own text, up to 200 characters.'),
      }),
    )
    .describe('Why rows were not accepted, the most frequent reason first.'),
});

export const usageFileItem = fileSummary;

/** The fields beside `file`, before it. */
export const sendFileForm = z.strictObject({
  format: usageFileFormat.optional().describe('Found out from the content when it is left out.'),
  mapping: z.string().max(200).optional().describe('A mapping’s name (its current version) or id.'),
  name: z.string().max(200).optional().describe('The file’s own name when it is left out.'),
  partner,
});

export const sendUsageFileRoute = routeSpec({
  method: 'post',
  path: '/api/v1/usage-files',
  summary: 'Send a usage file',
  description:
    'CSV, JSON lines, a batch of CloudEvents or TMF635 usage, plain or gzip, of any size up to the limit: it is streamed, and read by a job. Send the file as the last part of the form. The same bytes with the same mapping answer the file that is there, with 200, and nothing is taken twice. A CSV whose header has source, id, time, subject, meter and quantity needs no mapping; its other columns are attributes.',
  tag,
  status: 202,
  body: 'upload',
  form: sendFileForm,
  response: usageFileBody,
});

export const listUsageFilesRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage-files',
  summary: 'List usage files',
  description: 'The latest first; a partner sees its own.',
  tag,
  query: z.strictObject({ ...pageQuery, state: state.optional(), sender: z.string().max(60).optional() }),
  response: pageOf(usageFileItem),
});

export const getUsageFileRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage-files/{id}',
  summary: 'Read a usage file',
  tag,
  params,
  response: usageFileBody,
});

export const cancelUsageFileRoute = routeSpec({
  method: 'post',
  path: '/api/v1/usage-files/{id}/cancel',
  summary: 'Cancel a usage file',
  description:
    'Of a file that arrives, waits or is being read: the batch in hand is finished, and no other is begun. What was taken stays taken, and `rows` says how much; sent again, the file takes what is missing. 409 `file_ended` when it was read, or had failed, before.',
  tag,
  params,
  response: usageFileBody,
});

export const followUsageFileRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage-files/{id}/events',
  summary: 'Follow a usage file',
  description:
    'Server-sent events named `file`, each with the whole file as JSON; resumes by `Last-Event-ID`.',
  tag,
  params,
  response: {
    mediaType: 'text/event-stream',
    description: 'The file, again each time its reading has moved.',
  },
});

export const usageFileErrorsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage-files/{id}/errors',
  summary: 'Get the rows that were not accepted',
  description:
    'In the file’s own format and dialect, each row with its error in two columns or fields, to be repaired and sent again; these are not read. In a CSV a cell that a spreadsheet may take for a formula has an apostrophe before it, which is taken off when the file is sent.',
  tag,
  params,
  response: { mediaType: 'text/csv', description: 'The error file; JSON when the file was.' },
});

const mappingSummary = z.object({
  id: z.uuid(),
  sender,
  name: z.string(),
  version: z.int(),
  format: usageFileFormat,
  isCurrent: z.boolean(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});

export const usageMappingBody = mappingSummary.extend({
  definition: z.record(z.string(), z.unknown()),
  sample: z.string(),
});
export const usageMappingItem = mappingSummary;

export const saveMappingBody = z.strictObject({
  name: z.string().max(100),
  format: usageFileFormat.default('csv'),
  definition: usageMappingSchema,
  sample: z.string().max(65_536).default('').describe('The first lines of such a file, to preview with.'),
  partner,
});

export const saveUsageMappingRoute = routeSpec({
  method: 'post',
  path: '/api/v1/usage-mappings',
  summary: 'Save a mapping',
  description:
    'As its next version: what is there is never changed, and files keep the version they came with.',
  tag,
  status: 201,
  body: saveMappingBody,
  response: usageMappingBody,
});

export const listUsageMappingsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage-mappings',
  summary: 'List mappings',
  description: 'In their current versions, by name; a partner sees its own.',
  tag,
  query: z.strictObject({ ...pageQuery, sender: z.string().max(60).optional() }),
  response: pageOf(usageMappingItem),
});

export const getUsageMappingRoute = routeSpec({
  method: 'get',
  path: '/api/v1/usage-mappings/{id}',
  summary: 'Read a version of a mapping',
  tag,
  params,
  response: usageMappingBody,
});

export const previewBody = z.strictObject({
  sample: z.string().min(1).max(65_536).describe('The first lines of a file.'),
  format: usageFileFormat.optional(),
  definition: usageMappingSchema.optional(),
  mapping: z.string().max(200).optional().describe('A saved mapping’s name or id.'),
  partner,
});

export const previewUsageRoute = routeSpec({
  method: 'post',
  path: '/api/v1/usage-mappings/preview',
  summary: 'Preview the first rows of a file',
  description: 'What up to 20 rows would become, by the code that takes them; nothing is written.',
  tag,
  body: previewBody,
  response: z.looseObject({
    format: usageFileFormat,
    rows: z.array(z.looseObject({ rowNo: z.int(), status: z.string() })),
  }),
});
