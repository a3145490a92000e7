import { listAccountMappingsRoute, setAccountMappingsRoute } from '@/lib/schemas/api/account-mappings';
import { getCycleRoute, listCyclesRoute, startRunRoute } from '@/lib/schemas/api/bill-cycles';
import {
  approveRunRoute,
  cancelRunRoute,
  followRunRoute,
  getRunRoute,
  issueRunRoute,
  pauseRunRoute,
  resumeRunRoute,
} from '@/lib/schemas/api/bill-runs';
import { getBillingAccountRoute, listBillingAccountsRoute } from '@/lib/schemas/api/billing-accounts';
import { currentBillRoute, getBillRoute, listBillsRoute } from '@/lib/schemas/api/bills';
import {
  getPartnerBillRoute,
  listPartnerBillLinesRoute,
  listPartnerBillsRoute,
  receivePartnerBillRoute,
} from '@/lib/schemas/api/partner-bills';
import { getPartnerRoute, listPartnersRoute } from '@/lib/schemas/api/partners';
import { pricePreview } from '@/lib/schemas/api/price-preview';
import type { RouteSpec } from '@/lib/schemas/api/route-spec';
import {
  holdAccountRoute,
  holdAccountsRoute,
  listRunAccountsRoute,
  releaseAccountRoute,
  releaseAccountsRoute,
} from '@/lib/schemas/api/run-accounts';
import { listCohortsRoute, previewCohortRoute, startCohortRoute } from '@/lib/schemas/api/run-cohorts';
import {
  acceptLateSuspendedUsage,
  dismissSuspendedUsage,
  followRecycleRoute,
  getRecycleRoute,
  groupSuspendedUsage,
  listSuspendedUsage,
  recycleSuspendedUsage,
  repairSuspendedUsage,
  replaceTakenUsage,
} from '@/lib/schemas/api/suspense';
import { sendUsage } from '@/lib/schemas/api/usage';
import {
  followUsageFileRoute,
  getUsageFileRoute,
  getUsageMappingRoute,
  listUsageFilesRoute,
  listUsageMappingsRoute,
  previewUsageRoute,
  saveUsageMappingRoute,
  sendUsageFileRoute,
  usageFileErrorsRoute,
} from '@/lib/schemas/api/usage-files';

/** Every operation of the REST API. A test holds this list and the route files under app/api/v1 together. */
export const routes: readonly RouteSpec[] = [
  pricePreview,
  sendUsage,
  listSuspendedUsage,
  groupSuspendedUsage,
  recycleSuspendedUsage,
  getRecycleRoute,
  followRecycleRoute,
  repairSuspendedUsage,
  dismissSuspendedUsage,
  acceptLateSuspendedUsage,
  replaceTakenUsage,
  sendUsageFileRoute,
  listUsageFilesRoute,
  getUsageFileRoute,
  followUsageFileRoute,
  usageFileErrorsRoute,
  saveUsageMappingRoute,
  listUsageMappingsRoute,
  getUsageMappingRoute,
  previewUsageRoute,
  listPartnersRoute,
  getPartnerRoute,
  listBillingAccountsRoute,
  getBillingAccountRoute,
  currentBillRoute,
  listCyclesRoute,
  getCycleRoute,
  startRunRoute,
  getRunRoute,
  followRunRoute,
  approveRunRoute,
  issueRunRoute,
  pauseRunRoute,
  resumeRunRoute,
  cancelRunRoute,
  listRunAccountsRoute,
  holdAccountsRoute,
  releaseAccountsRoute,
  holdAccountRoute,
  releaseAccountRoute,
  listCohortsRoute,
  startCohortRoute,
  previewCohortRoute,
  listBillsRoute,
  getBillRoute,
  receivePartnerBillRoute,
  listPartnerBillsRoute,
  getPartnerBillRoute,
  listPartnerBillLinesRoute,
  setAccountMappingsRoute,
  listAccountMappingsRoute,
];
