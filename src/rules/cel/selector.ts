import { isMap, textOf } from './values.js';

/**
 * A Kubernetes label selector on a label map. Takes a LabelSelector (`matchLabels`, `matchExpressions`) or a plain map (Service.spec.selector).
 * As in Kubernetes an empty selector `{}` selects everything; an absent one (`""`) selects nothing.
 */
export function selects(selector: unknown, labels: unknown): boolean {
  if (!isMap(selector)) return false;
  const values = isMap(labels) ? labels : {};
  const isLabelSelector = 'matchLabels' in selector || 'matchExpressions' in selector;
  const required = isLabelSelector ? selector['matchLabels'] : selector;
  if (isMap(required) && !Object.entries(required).every(([key, value]) => labelOf(values, key) === textOf(value)))
    return false;
  const expressions = isLabelSelector ? selector['matchExpressions'] : undefined;
  return !Array.isArray(expressions) || expressions.every((expression) => expressionHolds(expression, values));
}

function expressionHolds(expression: unknown, labels: { readonly [key: string]: unknown }): boolean {
  if (!isMap(expression)) return false;
  const value = labelOf(labels, textOf(expression['key']));
  const listed = Array.isArray(expression['values']) ? expression['values'].map(textOf) : [];
  switch (expression['operator']) {
    case 'In':
      return value !== undefined && listed.includes(value);
    case 'NotIn':
      return value === undefined || !listed.includes(value);
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    default:
      return false;
  }
}

/** A label with an empty value is present. */
function labelOf(labels: { readonly [key: string]: unknown }, key: string): string | undefined {
  return Object.hasOwn(labels, key) ? textOf(labels[key]) : undefined;
}
