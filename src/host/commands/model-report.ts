import type { Commands } from './context.ts';

export const modelReportCommands: Commands = {
  'contextBudget.showModelReport': ({ report }) => report.show(),
};
