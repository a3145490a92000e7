import type { Tone } from '@/components/ui/tone';
import type { DeliveryItem } from '@/components/webhook/webhook-view';

export const deliveryTone: Readonly<Record<DeliveryItem['state'], Tone>> = {
  waiting: 'progress',
  delivered: 'good',
  failed: 'risk',
  cancelled: 'neutral',
};
