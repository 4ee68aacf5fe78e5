import { isObject } from '../../../facts/json-value.ts';
import { MEMBERS } from './experts.ts';
import { LEVELS } from './statistics.ts';
import type { TargetState } from './target.ts';

/** Whether a value read from a file is a state that can be gone on from: of its shape, every number finite. */
export function isTargetState(value: unknown): value is TargetState {
  return (
    isObject(value) &&
    areNumbers(value, ['count', 'lowest', 'highest']) &&
    isList(value['latest']) &&
    isWindow(value['recent']) &&
    isWindow(value['lately']) &&
    isList(value['inside']) &&
    isExperts(value['experts']) &&
    isBlend(value['blend']) &&
    isClaims(value['claims']) &&
    isListOf(value['sessions'], isSession) &&
    isOffsets(value['offsets'])
  );
}

export function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}

export function isListOf<T>(value: unknown, isOne: (one: unknown) => one is T): value is readonly T[] {
  return Array.isArray(value) && value.every(isOne);
}

/** Of finite numbers. */
export function isList(value: unknown): value is readonly number[] {
  return isListOf(value, isNumber);
}

function isWindow(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { latest, sorted } = value;
  return isList(latest) && isList(sorted) && latest.length === sorted.length;
}

function areNumbers(value: Readonly<Record<string, unknown>>, names: readonly string[]): boolean {
  return names.every((name) => isNumber(value[name]));
}

function isExperts(value: unknown): value is TargetState['experts'] {
  if (!isObject(value)) return false;
  const { neighbours, regression, stack } = value;
  return isRegression(neighbours) && isRegression(regression) && isStack(stack);
}

function isRegression(value: unknown): boolean {
  return (
    isObject(value) && isRidge(value['ridge']) && isWindow(value['residuals']) && isList(value['errors'])
  );
}

function isRidge(value: unknown): boolean {
  if (value === null) return true;
  if (!isObject(value)) return false;
  const { coefficients, covariance } = value;
  return isList(coefficients) && isList(covariance) && covariance.length === coefficients.length ** 2;
}

function isStack(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { full, textOnly, losses, residuals } = value;
  return isRegression(full) && isRegression(textOnly) && isList(losses) && isWindow(residuals);
}

function isBlend(value: unknown): value is TargetState['blend'] {
  if (!isObject(value)) return false;
  const { losses, shifts } = value;
  const levels = LEVELS.length;
  if (!isList(shifts) || shifts.length !== levels || !isListOf(losses, isList)) return false;
  return losses.length === levels && losses.every((members) => members.length === MEMBERS);
}

function isClaims(value: unknown): value is TargetState['claims'] {
  return isObject(value) && isList(value['claimed']) && isList(value['held']);
}

function isSession(value: unknown): value is TargetState['sessions'][number] {
  return isObject(value) && typeof value['name'] === 'string' && areNumbers(value, ['last', 'sum', 'count']);
}

function isOffsets(value: unknown): value is TargetState['offsets'] {
  return isObject(value) && isNumber(value['noise']) && isListOf(value['known'], isOffset);
}

function isOffset(value: unknown): value is TargetState['offsets']['known'][number] {
  return (
    isObject(value) && typeof value['model'] === 'string' && areNumbers(value, ['mean', 'variance', 'odds'])
  );
}
