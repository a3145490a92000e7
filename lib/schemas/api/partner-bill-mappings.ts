import { z } from 'zod';
import { pageOf, pageQuery } from '@/lib/schemas/api/page';
import { routeSpec } from '@/lib/schemas/api/route-spec';
import { csvBillMappingSchema } from '@/lib/schemas/partner-bill-mapping';

const tag = 'Partner bills';
const params = z.strictObject({ id: z.uuid() });
const partner = z
  .string()
  .max(60)
  .optional()
  .describe('Id or short name. A partner’s own key may leave it out.');

/** The first lines of a file: as text, or as bytes in whatever encoding they came. */
const sample = {
  sample: z.string().max(70_000).optional().describe('The first lines of such a file, as text.'),
  sampleBase64: z
    .base64()
    .max(100_000)
    .optional()
    .describe('Instead: its first bytes, up to 64 kB, in the encoding they have.'),
};

const summary = z.object({
  id: z.uuid(),
  partner: z.string().describe('Its short name.'),
  name: z.string(),
  version: z.int(),
  isCurrent: z.boolean(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});

export const partnerBillMappingBody = summary.extend({
  definition: z.record(z.string(), z.unknown()),
  sample: z.string(),
});
export const partnerBillMappingItem = summary;

export const saveBillMappingBody = z.strictObject({
  name: z.string().max(100),
  definition: csvBillMappingSchema,
  ...sample,
  partner,
});

export const saveBillMappingRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-bill-mappings',
  summary: 'Save how a partner’s CSV is read',
  description:
    'As the next version of that name: what is there is never changed, and bills keep the version they were read by. The sample has the header that files are known by.',
  tag,
  status: 201,
  body: saveBillMappingBody,
  response: partnerBillMappingBody,
});

export const listBillMappingsRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bill-mappings',
  summary: 'List mappings of partners’ CSV',
  description: 'In their current versions, by name; a partner sees its own.',
  tag,
  query: z.strictObject({ ...pageQuery, partner }),
  response: pageOf(partnerBillMappingItem),
});

export const getBillMappingRoute = routeSpec({
  method: 'get',
  path: '/api/v1/partner-bill-mappings/{id}',
  summary: 'Read a version of a mapping of a partner’s CSV',
  tag,
  params,
  response: partnerBillMappingBody,
});

export const previewBillBody = z.strictObject({
  ...sample,
  definition: csvBillMappingSchema.optional(),
  mapping: z
    .string()
    .max(200)
    .optional()
    .describe('A saved mapping’s name or id. Without either, the one remembered for the header.'),
  partner,
});

export const previewBillRoute = routeSpec({
  method: 'post',
  path: '/api/v1/partner-bill-mappings/preview',
  summary: 'Preview the first rows of a partner’s CSV',
  description:
    'What the file is, its columns with a suggested mapping, and what its first 20 rows would become, each fault at its cell. Nothing is written.',
  tag,
  body: previewBillBody,
  response: z.looseObject({
    format: z.string(),
    columns: z.array(z.looseObject({ name: z.string() })),
    rows: z.array(
      z.looseObject({ lineNo: z.int(), status: z.enum(['charge', 'unreadable', 'passed_over']) }),
    ),
  }),
});
