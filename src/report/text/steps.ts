import type { RemediationStep } from '../../model/report.js';
import { visibleLines } from '../visible-text.js';
import { columns } from '../wrap.js';
import { prose, type TextPage } from './page.js';

/**
 * One step: its sentence, what is dangerous about it, then the command. The danger stands before the command, so that it is read
 * first. A command is never wrapped: a broken line would be pasted broken.
 */
export function* stepLines(page: TextPage, first: string, step: RemediationStep): Iterable<string> {
  const indent = ' '.repeat(columns(first));
  yield* prose(page, first, step.step);
  if (step.danger !== undefined) yield* prose(page, indent, `${page.messages.danger}: ${step.danger}`, 'bold', 'red');
  if (step.command === undefined) return;
  for (const line of visibleLines(step.command)) yield `${indent}  ${page.ink(line, 'green')}`;
}
