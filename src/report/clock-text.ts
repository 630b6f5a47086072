import type { ClockOffset } from '../model/report.js';
import type { Messages } from './messages/index.js';
import { formatTime } from './quantities.js';

/** `1 h 2 min`, `5 min 3 s`, `41 s`: two units say enough. */
export function durationText(milliseconds: number): string {
  const seconds = Math.round(Math.abs(milliseconds) / 1000);
  const parts: readonly (readonly [number, string])[] = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ];
  const shown = parts.filter(([count]) => count > 0).slice(0, 2);
  return shown.length === 0 ? '0 s' : shown.map(([count, unit]) => `${count} ${unit}`).join(' ');
}

/** By how much a node's clock is wrong, and what shows it, in one sentence. */
export function clockText({ node, offsetMs, uncertaintyMs, until, why }: ClockOffset, messages: Messages): string {
  const amount = `${durationText(offsetMs)} (±${durationText(uncertaintyMs)})`;
  const wrong = offsetMs > 0 ? messages.clockAhead(node, amount) : messages.clockBehind(node, amount);
  const ended = until === undefined ? '' : messages.clockUntil(formatTime(until));
  return `${wrong}${ended}${messages.colon}${why}`;
}
