import type { Direction, FieldChange } from '../model/comparison.js';
import { type Fact, Health } from './fact.js';

/** A program that was started this many times more often between two bundles does not run well; once or twice is what upgrades and drains do. */
const TROUBLING_RESTARTS = 3;

/**
 * What is not the same in two readings of an object.
 * @param isSuccessor the second object took the place of the first: where it runs and how often it was started is its own matter
 */
export function compareFacts(
  old: readonly Fact[],
  current: readonly Fact[],
  isSuccessor: boolean,
): readonly FieldChange[] {
  const before = new Map(old.map((fact) => [fact.field, fact]));
  const after = new Map(current.map((fact) => [fact.field, fact]));
  const fields = [...new Set([...before.keys(), ...after.keys()])];
  return fields.flatMap((field) => {
    const a = before.get(field);
    const b = after.get(field);
    const either = a ?? b;
    if (either === undefined || a?.value === b?.value) return [];
    if (isSuccessor && either.nature !== undefined) return [];
    return isTold(a, b) ? [fieldChange(either, a, b)] : [];
  });
}

/** What is wrong with an object that only one bundle has. */
export function troublesOf(facts: readonly Fact[], side: 'old' | 'new'): readonly FieldChange[] {
  return facts
    .filter(({ health = Health.fine }) => health > Health.fine)
    .map((fact) => (side === 'old' ? fieldChange(fact, fact, undefined) : fieldChange(fact, undefined, fact)));
}

/** Where only one side has a field, it says something when it tells of trouble or of a state; not when all is well either way. */
function isTold(a: Fact | undefined, b: Fact | undefined): boolean {
  const only = a === undefined ? b : b === undefined ? a : undefined;
  if (only === undefined) return true;
  if (only.nature === 'identity' || only.nature === 'counter') return false;
  return only.health !== Health.fine;
}

function fieldChange(fact: Fact, a: Fact | undefined, b: Fact | undefined): FieldChange {
  return {
    field: fact.field,
    label: fact.label,
    ...(a === undefined ? {} : { old: a.shown ?? a.value }),
    ...(b === undefined ? {} : { new: b.shown ?? b.value }),
    ...(a?.detail === undefined ? {} : { oldDetail: a.detail }),
    ...(b?.detail === undefined ? {} : { newDetail: b.detail }),
    direction: fact.nature === 'counter' ? directionOfCounter(a, b) : direction(healthOf(a), healthOf(b)),
    topic: fact.topic,
  };
}

/** What says nothing about health, or is not there, is taken for well. */
function healthOf(fact: Fact | undefined): Health {
  return fact?.health ?? Health.fine;
}

function direction(before: number, after: number): Direction {
  if (before === after) return 'neutral';
  return after > before ? 'broke' : 'mended';
}

function directionOfCounter(a: Fact | undefined, b: Fact | undefined): Direction {
  const more = Number(b?.value ?? 0) - Number(a?.value ?? 0);
  if (Math.abs(more) < TROUBLING_RESTARTS) return 'neutral';
  return more > 0 ? 'broke' : 'mended';
}

/** The state an object is in, as a {@link Health}: that of its worst fact. */
export function worstHealth(facts: readonly Fact[]): number {
  return Math.max(Health.fine, ...facts.map(({ health = Health.fine }) => health));
}
