import { getLocale, getTranslations } from 'next-intl/server';
import { answer, decide, preview, withdraw, write } from '@/app/customer/disputes/actions';
import { AddEvidence } from '@/components/dispute/add-evidence';
import { AnswerDispute } from '@/components/dispute/answer-dispute';
import { DecideDispute } from '@/components/dispute/decide-dispute';
import { DisputeFile } from '@/components/dispute/dispute-file';
import { disputeTone } from '@/components/dispute/dispute-state';
import { MessageForm } from '@/components/dispute/message-form';
import { WithdrawDispute } from '@/components/dispute/withdraw-dispute';
import { MoneyText } from '@/components/money/money-text';
import { PageHeader } from '@/components/ui/page-header';
import { StateBadge } from '@/components/ui/state-badge';
import { explainSteps } from '@/lib/format/explain-step';
import type { ServiceContext } from '@/lib/services/context';
import type { DisputeDetail } from '@/lib/services/disputes/get-dispute';
import { getOperator } from '@/lib/services/operators/get-operator';

/** One dispute, the same for all three portals but for what each may see and do. */
export async function CaseFile({ ctx, dispute }: { ctx: ServiceContext; dispute: DisputeDetail }) {
  const t = await getTranslations('dispute');
  const explain = await getTranslations('explain');
  const locale = await getLocale();
  const { audience } = ctx.actor;
  const { timeZone } = await getOperator(ctx);
  const { can, currency, explanation, answer: given } = dispute;
  const title = t('one', { number: dispute.number });
  const home = `/${audience}/disputes`;
  return (
    <>
      <PageHeader
        title={title}
        breadcrumbs={[{ label: t('title'), href: home }, { label: dispute.number }]}
        state={
          <StateBadge
            tone={disputeTone(dispute.isOverdue ? 'escalated' : dispute.state)}
            label={t(`state.${dispute.state}`)}
          />
        }
        meta={<MoneyText amount={dispute.disputed} currency={currency} />}
        actions={
          <>
            {can.answer ? (
              <AnswerDispute dispute={dispute} forPartner={audience === 'operator'} answer={answer} />
            ) : null}
            {can.withdraw ? <WithdrawDispute id={dispute.id} withdraw={withdraw} /> : null}
          </>
        }
      />
      <DisputeFile
        dispute={dispute}
        audience={audience}
        timeZone={timeZone}
        explanation={
          explanation &&
          explainSteps(explanation.steps, explain, { currency, locale, unit: explanation.unit })
        }
        billHref={audience === 'partner' ? null : `/${audience}/bills/${dispute.bill.id}`}
        creditNoteHref={
          audience === 'partner' || dispute.creditNoteId === null
            ? null
            : `/${audience}/credit-notes/${dispute.creditNoteId}`
        }
        decision={
          can.decide ? (
            <DecideDispute
              dispute={dispute}
              suggested={{
                decision: given === null ? 'accept_part' : given === 'object' ? 'reject' : given,
                amount: given === 'accept_part' ? dispute.answered : null,
              }}
              decide={decide}
              preview={preview}
            />
          ) : undefined
        }
        messageForm={can.write ? <MessageForm id={dispute.id} write={write} /> : undefined}
        addFile={can.write ? <AddEvidence id={dispute.id} /> : undefined}
      />
    </>
  );
}
