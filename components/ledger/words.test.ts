import { expect, test } from 'vitest';
import { LEDGER_ACCOUNTS } from '@/lib/domain/ledger/accounts';
import { JOURNAL_EVENTS } from '@/lib/domain/ledger/journal-events';
import ledger from '@/lib/format/messages/en/ledger.json';

test('every account and every event of the books has words', () => {
  const events = ledger.event as Record<string, Record<string, string>>;
  const wordless = JOURNAL_EVENTS.filter((event) => {
    const [noun = '', verb = ''] = event.split('.');
    return events[noun]?.[verb] === undefined;
  });
  expect(wordless).toEqual([]);
  expect(LEDGER_ACCOUNTS.filter((account) => !(account in ledger.account))).toEqual([]);
});
