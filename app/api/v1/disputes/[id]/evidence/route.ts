import { invalid } from '@/lib/errors';
import { defineRoute } from '@/lib/http/define-route';
import { addEvidenceRoute, evidenceBody } from '@/lib/schemas/api/disputes';
import { addEvidence } from '@/lib/services/disputes/add-evidence';

export const POST = defineRoute({
  ...addEvidenceRoute,
  permission: 'dispute.read',
  run: async ({ ctx, params, body: { file } }) => {
    if (file?.field !== 'file') throw invalid('required', 'file', 'Send the file as the part named "file".');
    const added = await addEvidence(ctx, params.id, { name: file.name, bytes: file.bytes });
    return evidenceBody.parse({ ...added, party: null, author: null });
  },
});
