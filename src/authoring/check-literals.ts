import type { LoadedRuleFile } from '../rules/load-rule-files.js';
import type { Literals } from '../rules/rule.js';
import type { YamlPath } from '../rules/rule-file.js';
import { literalKey } from '../rules/signals/literal-key.js';

/**
 * Shortest text to look for in all logs. With 7 bytes the search looks at every fourth byte (logs/matcher/gram-window.ts), with less at every
 * second: of six real and made logs it took 1.3 to 1.9 times as long with 5 as with 6 (37 to 153 literals each), and with 6 all that the main
 * thread does for a gigabyte 6 to 9 % longer than with 7.
 */
const MIN_BYTES_IN_ALL_LOGS = 7;

/**
 * Words that logs repeat: a text of one of these is on nearly every line somewhere. Counted, upper and lower case alike, in three real bundles
 * (Harvester, troubleshoot.sh, sosreport: 264,000 lines) and the samples (174,000): each is on a fifth of the lines and more of at least
 * four programs out of the 94 with 50 lines and more, two of them in real bundles. Added are the names of fields that only the
 * samples repeat like that, and `warn` and `warning`, which are levels as well.
 */
const REPEATED_WORDS: ReadonlySet<string> = new Set(
  [
    'beta been cattle cluster component controller csi debug default deprecated error failed file for from get harvester has http info kubernetes',
    'kubevirt level local longhorn manager monitoring msg name node not pod pos pvc rancher secret server sync system the time timestamp virt volume',
    'warnings',
    'caller kind logger namespace uid warn warning',
  ].flatMap((words) => words.split(' ')),
);

/** Reports literals that slow the scan of logs down: too short ones in all logs, and such as stand on nearly every line. */
export function checkLiterals({ rule, file }: LoadedRuleFile): void {
  if (rule === undefined) return;
  for (const [name, signal] of rule.signals) {
    if (signal.kind !== 'log') continue;
    for (const { key, path } of searchedTexts(signal.contains, ['signals', name, 'contains'])) {
      if (isRepeated(key)) {
        file.report(
          path,
          `the logs are searched for "${key}", which is on nearly every line of many; add a rarer text that these lines hold, longer than this one, or name one in its place`,
        );
      } else if (signal.sources.includes('*') && Buffer.byteLength(key) < MIN_BYTES_IN_ALL_LOGS) {
        file.report(
          path,
          `all logs are searched for "${key}", and fewer than ${MIN_BYTES_IN_ALL_LOGS} bytes without quotes make that slow; name a longer text, or the programs that write it`,
        );
      }
    }
  }
}

interface SearchedText {
  readonly key: string;
  /** Of the literal it is a part of. */
  readonly path: YamlPath;
}

/** What is searched in the bytes: of literals that must all occur one only. */
function searchedTexts({ mode, texts }: Literals, path: YamlPath): readonly SearchedText[] {
  if (mode === 'any') return texts.map((text, index) => ({ key: literalKey(text), path: [...path, 'any', index] }));
  const [first, ...others] = texts.map((text, index) => ({
    key: literalKey(text),
    path: texts.length === 1 ? path : [...path, index],
  }));
  if (first === undefined) return [];
  return [others.reduce((longest, other) => (other.key.length > longest.key.length ? other : longest), first)];
}

/** Whether a text is no more than such a word, or a level. Two of them one after the other are rare again. */
function isRepeated(text: string): boolean {
  const words = text.toLowerCase().match(/[a-z]+/g) ?? [];
  const [word, ...others] = words[0] === 'level' && words.length > 1 ? words.slice(1) : words;
  return word !== undefined && others.length === 0 && REPEATED_WORDS.has(word);
}
