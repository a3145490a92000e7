import { formatMinor } from '@/lib/domain/money/money';
import { type ExampleSource, readExample } from '@/lib/domain/settlement/read-example';
import { AppError } from '@/lib/errors';
import { authorise, type ServiceContext } from '@/lib/services/context';

/**
 * Who would get what of one bill, by terms that nobody has to have signed: computed by the code that settles, and stored nowhere. Parties
 * go by any names. Fails: `invalid_example` with an issue for each mistake.
 */
export function previewSplit(ctx: ServiceContext, source: Omit<ExampleSource, 'operatorId'>) {
  authorise(ctx, 'partner.read');
  const read = readExample({ ...source, operatorId: OPERATOR });
  if (!read.ok) throw new AppError('invalid', 'invalid_example', 'The example is not valid.', read.issues);
  const { currency, shares } = read.value;
  const text = (amountMinor: bigint) => formatMinor(amountMinor, currency);
  return {
    currency,
    shares: shares.map((share) => ({
      party: share.partyId,
      payer: share.payerId,
      received: text(share.receivedMinor),
      kept: text(share.keptMinor),
      due: text(share.dueMinor),
      pending: text(share.pendingMinor),
      guarantee: text(share.guaranteeMinor),
      steps: share.steps,
    })),
  };
}

/** What the one at the top is called; no party of the chain may be. */
const OPERATOR = 'operator';
