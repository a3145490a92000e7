import { defineRoute } from '@/lib/http/define-route';
import { readEvidenceRoute } from '@/lib/schemas/api/disputes';
import { readEvidence } from '@/lib/services/disputes/add-evidence';

export const GET = defineRoute({
  ...readEvidenceRoute,
  permission: 'dispute.read',
  run: async ({ ctx, params }) => {
    const { name, mediaType, content } = await readEvidence(ctx, {
      disputeId: params.id,
      evidenceId: params.evidence,
    });
    // Always to be saved, never shown by us: what somebody else sent does not run under our address.
    const disposition = `attachment; filename*=UTF-8''${encodeURIComponent(name)}`;
    const headers = { 'content-type': mediaType, 'content-disposition': disposition };
    return new Response(new Uint8Array(content), { headers });
  },
});
