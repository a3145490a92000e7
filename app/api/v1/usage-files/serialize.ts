import type { z } from 'zod';
import {
  usageFileBody,
  usageFileItem,
  usageMappingBody,
  usageMappingItem,
} from '@/lib/schemas/api/usage-files';
import type { UsageFileDetail, UsageFileView } from '@/lib/services/usage-files/usage-file-view';
import type { UsageMappingView } from '@/lib/services/usage-mappings/get-usage-mapping';

export const usageFileAnswer = (file: UsageFileDetail): z.output<typeof usageFileBody> =>
  usageFileBody.parse(file);

export const usageFileItemAnswer = (file: UsageFileView): z.output<typeof usageFileItem> =>
  usageFileItem.parse(file);

export const usageMappingAnswer = (
  mapping: Omit<UsageMappingView, 'versions'>,
): z.output<typeof usageMappingBody> => usageMappingBody.parse(mapping);

export const usageMappingItemAnswer = (
  mapping: Omit<UsageMappingView, 'versions' | 'definition' | 'sample'>,
): z.output<typeof usageMappingItem> => usageMappingItem.parse(mapping);
