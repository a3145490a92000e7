/** What webhooks tell of, and whom beside the operator each concerns. */
export const webhookEvents = {
  'bill.issued': ['customer'],
  'bill-run.review': [],
  'partner-bill.received': ['partner'],
  'partner-bill.accepted': ['partner'],
  'partner-bill.rejected': ['partner'],
  'partner-bill.expected': ['partner'],
  'partner-bill.reminded': ['partner'],
  'partner-bill.late': ['partner'],
  'partner-bill.late-decided': ['partner'],
  'agreement.conditions-changed': ['partner'],
  'account-mapping.set': ['partner'],
  'service-mapping.set': ['partner'],
  'tax-mapping.set': ['partner'],
  'usage-file.received': ['partner'],
  'usage-file.done': ['partner'],
  'usage-file.failed': ['partner'],
  'usage-file.cancelled': ['partner'],
  'settlement-run.review': [],
  'settlement-run.done': [],
  'payout.prepared': ['partner'],
  'payout.approved': ['partner'],
  'payout.carried': ['partner'],
  'payout.sent': ['partner'],
  'payout.paid': ['partner'],
  'payout.failed': ['partner'],
  'payout.objected': ['partner'],
  'payout.answered': ['partner'],
  'budget.threshold-reached': ['customer'],
  'usage.unusual': ['customer'],
  'dispute.raised': ['customer', 'partner'],
  'dispute.routed': ['customer', 'partner'],
  'dispute.message-added': ['customer', 'partner'],
  'dispute.evidence-added': ['customer', 'partner'],
  'dispute.reminded': ['partner'],
  'dispute.answered': ['customer', 'partner'],
  'dispute.escalated': ['customer', 'partner'],
  'dispute.resolved': ['customer', 'partner'],
  'dispute.withdrawn': ['customer', 'partner'],
  'dunning.stage-reached': ['customer'],
  'payment.received': ['customer'],
  'payment.matched': ['customer'],
  'payment.allocated': ['customer'],
  'payment.reversed': ['customer'],
  'bill.settled': ['customer'],
  'refund.requested': ['customer'],
  'refund.paid': ['customer'],
  'refund.failed': ['customer'],
} as const satisfies Record<string, readonly ('partner' | 'customer')[]>;

export type WebhookEventType = keyof typeof webhookEvents;

/** Sent on request alone, to one endpoint. */
export const TEST_EVENT = 'webhook.test';

export const webhookEventsFor = (audience: 'operator' | 'partner' | 'customer'): WebhookEventType[] =>
  (Object.keys(webhookEvents) as WebhookEventType[]).filter(
    (type) => audience === 'operator' || (webhookEvents[type] as readonly string[]).includes(audience),
  );
