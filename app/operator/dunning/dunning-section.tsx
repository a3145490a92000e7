import { getTranslations } from 'next-intl/server';
import { DunningFacts } from '@/components/dunning/dunning-facts';
import { DunningLetters } from '@/components/dunning/dunning-letters';
import { LinkButton } from '@/components/ui/link-button';
import { Section } from '@/components/ui/section';
import type { ServiceContext } from '@/lib/services/context';
import { getAccountDunning } from '@/lib/services/dunning/list-dunning';

/** An account's dunning on its own page; nothing where it never had any and owes nothing. */
export async function DunningSection({ ctx, account }: { ctx: ServiceContext; account: { number: string } }) {
  const t = await getTranslations('dunning');
  const dunning = await getAccountDunning(ctx, account.number);
  if (dunning.bills.length === 0 && dunning.notices.length === 0) return null;
  return (
    <Section
      title={t('title')}
      actions={<LinkButton href={`/operator/dunning/${account.number}`}>{t('account.case')}</LinkButton>}
    >
      <div className="pb-4">
        <DunningFacts dunning={dunning} />
      </div>
      <DunningLetters dunning={dunning} />
    </Section>
  );
}
