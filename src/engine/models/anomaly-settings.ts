import type { AnomalySettings } from '../../core/history/models/anomalies.ts';
import type { ModelsConfig } from '../../core/models/config.ts';

const MICRO_PER_USD = 1_000_000;

/** What counts as unusual (spec M8), as it is configured. */
export function anomalySettings(config: ModelsConfig): AnomalySettings {
  return {
    factor: config['anomaly.factor'],
    sigmas: config['anomaly.sigmas'],
    minSamples: config['anomaly.minSamples'],
    maxResponseMs: config['anomaly.maxResponseMs'],
    maxCostMicroUsd: Math.round(config['anomaly.maxCostUsd'] * MICRO_PER_USD),
    minScore: config['anomaly.minScore'],
  };
}
