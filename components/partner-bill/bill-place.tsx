import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { type DecideBill, DecideButton, type DecidedBill } from '@/components/partner-bill/decide-button';
import { InstantText } from '@/components/time/instant-text';
import { Callout } from '@/components/ui/callout';
import { TextLink } from '@/components/ui/text-link';

export type PlacedBill = DecidedBill & {
  state: string;
  replaces: { id: string; externalId: string } | null;
  replacedBy: { id: string; externalId: string } | null;
  decision: { by: string; at: string; reason: string } | null;
};

/** What the operator's people may do with a bill that waits; null for a reader and for the partner. */
export type Deciding = { accept: DecideBill; reject: DecideBill } | null;

export type BillPlaceProps = {
  bill: PlacedBill;
  /** Where a bill's page is: its id comes after. */
  billsHref: string;
  deciding: Deciding;
  isOperator: boolean;
  timeZone: string;
};

/** Where a bill stands among those that correct each other, and whose word it waits for or got. */
export function BillPlace({ bill, billsHref, deciding, isOperator, timeZone }: BillPlaceProps): ReactNode {
  const t = useTranslations('correction');
  const { replacedBy, decision, state } = bill;
  const newer = replacedBy && (
    <TextLink href={`${billsHref}/${replacedBy.id}`}>{replacedBy.externalId}</TextLink>
  );
  return (
    <>
      {state === 'replaced' && replacedBy ? (
        <Callout title={t('replacedBy', { bill: replacedBy.externalId })} actions={newer}>
          {t('replacedByNote')}
        </Callout>
      ) : replacedBy ? (
        <Callout tone="attention" title={t('waits.replacement')} actions={newer}>
          {t('waits.replacementNote', { bill: replacedBy.externalId })}
        </Callout>
      ) : null}
      {isDecidable(bill) ? (
        <Callout
          tone="attention"
          title={t('waits.decision')}
          actions={<Decisions bill={bill} deciding={deciding} />}
        >
          {t('waits.decisionNote', { count: bill.lines.accepted, operator: isOperator ? 'yes' : 'no' })}
        </Callout>
      ) : null}
      {decision ? (
        <Callout
          tone={state === 'rejected' ? 'risk' : 'neutral'}
          title={t(state === 'rejected' ? 'decided.rejected' : 'decided.accepted', { name: decision.by })}
        >
          {decision.reason}{' '}
          <span className="text-ink-muted">
            <InstantText value={decision.at} timeZone={timeZone} />
          </span>
        </Callout>
      ) : null}
    </>
  );
}

/** A bill that waits with rows that could be billed waits for somebody's word. */
export const isDecidable = ({ state, lines }: Pick<PlacedBill, 'state' | 'lines'>): boolean =>
  state === 'validated' && lines.accepted > 0;

export function Decisions({ bill, deciding }: { bill: PlacedBill; deciding: Deciding }): ReactNode {
  if (!deciding || !isDecidable(bill)) return null;
  return (
    <>
      <DecideButton verb="accept" bill={bill} act={deciding.accept} />
      <DecideButton verb="reject" bill={bill} act={deciding.reject} />
    </>
  );
}
