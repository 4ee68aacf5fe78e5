import { modelReport } from '../../protocol/models.ts';
import type { Command, Commands } from './context.ts';
import { showFailure } from './messages.ts';
import { cancellable } from './waiting.ts';

/** Accuracy, speed and cost per model with trends. */
const report: Command = async (context) => {
  const result = await cancellable('Writing the report', (token) =>
    context.engine.ask(
      modelReport,
      { since: null, until: null, period: 'day', model: null, category: null },
      token,
    ),
  );
  if (result.ok) await context.texts.show('Model Report.md', result.value.markdown, 'markdown');
  else showFailure(result.error);
};

export const modelReportCommands: Commands = { 'contextBudget.showModelReport': report };
