/** Where one account stands in dunning, and every letter it got. */
export type AccountDunningView = {
  currency: string;
  language: string;
  customer: { name: string; email: string | null; customerGroup: string };
  dunningState: string;
  stage: number;
  stageOn: string | null;
  pausedUntil: string | null;
  pauseReason: string | null;
  bills: readonly { id: string; number: string; dueOn: string; open: string; disputed: string }[];
  notices: readonly {
    id: string;
    action: string;
    amount: string;
    language: string;
    recipient: string | null;
    subject: string;
    body: string;
    noticedOn: string;
  }[];
  promises: readonly {
    id: string;
    amount: string;
    untilOn: string;
    note: string;
    state: string;
    madeBy: string;
  }[];
};
