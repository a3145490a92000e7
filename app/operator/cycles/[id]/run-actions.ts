import {
  approveRun,
  cancelRun,
  issueRun,
  pauseRun,
  resumeRun,
  startRun,
} from '@/app/operator/cycles/[id]/actions';

/** What a run's buttons do, wherever the run is shown. */
export const runActions = {
  start: startRun,
  pause: pauseRun,
  resume: resumeRun,
  approve: approveRun,
  issue: issueRun,
  cancel: cancelRun,
};
